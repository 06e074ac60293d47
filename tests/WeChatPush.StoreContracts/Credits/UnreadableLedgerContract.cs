using WeChatPush.Credits;
using WeChatPush.TestSupport.Records;

namespace WeChatPush.StoreContracts.Credits;

/// <summary>
/// Rubbish in any record of the ledger: all others are earned, reserved, settled, recovered, counted, listed and swept, and the
/// other app's are as they were.
/// </summary>
public abstract class UnreadableLedgerContract<TStore> : LedgerContract<TStore>
    where TStore : ILedgerUnderTest, IStoredRecords, new()
{
    private const int MaxRounds = 40;
    private const int PageSize = 100;

    private readonly Random _random = new(20261130);

    [Fact]
    public async Task Rubbish_InAnyRecord_LeavesAllOthersAsTheyWere()
    {
        await FillAsync(new Case("case-"));
        await RubbishRun.RunAsync(await Records.FindPlacesAsync(), TryAsync);
    }

    private IStoredRecords Records => Under;

    private async Task<bool> TryAsync(string place, Rubbish rubbish, int number)
    {
        var one = new Case($"case{number}-");
        await FillAsync(one);
        one.Spoiled = await Records.SpoilAsync(place, rubbish, _random, one.Name);
        foreach (var user in one.Users)
            await SettleAsync(one, user);
        foreach (var user in one.Users)
            await UseAsync(one, user);
        await RecoverAllAsync(one);
        foreach (var app in new[] { "shop", "cafe" })
        {
            await CheckReachableAsync(one, app);
            var totals = await Ledger.GetTotalsAsync(app, default);
            if (app == "cafe" && !one.IsSpoiled(one.Users[^1]))
                totals.Templates.Single(template => template.TemplateId == one.Template).ShouldBe(new TemplateTotals(one.Template, 1, 1, 1, 0));
        }

        for (var i = 0; i < 3; i++)
            await Ledger.SweepAsync(1000, default);
        return one.Spoiled is not null;
    }

    // Of each user: permits and formIds that are free, two that are about to be sent on, and one whose sender died.
    private async Task FillAsync(Case one)
    {
        foreach (var user in one.Users)
        {
            for (var i = 0; i < 3; i++)
                await AcceptAsync(user, one.Template, $"{one.Name}{user.Id} report {i}");
            (await EarnAsync(user, $"{user.Id} form a", $"{user.Id} form b")).ShouldBe(2);
            var report = new ClientReport
            {
                App = user.App, OpenId = user.Id, ReportId = $"{user.Id} client", FormIds = [Form($"{user.Id} form c")],
                Accepts = [new(one.Other, PermitEvent.Accepted, true)],
            };
            (await Ledger.EarnFromClientAsync(report, default)).ShouldBe(new ClientCount(1, 1));
            user.Permit = (await ReserveAsync(user, CreditKind.Subscribe, one.Template)).ShouldNotBeNull();
            user.Form = (await ReserveAsync(user, CreditKind.Template, "")).ShouldNotBeNull();
            user.Left = (await ReserveAsync(user, CreditKind.Subscribe, one.Template)).ShouldNotBeNull();
            (await BeginAsync(user.Left)).ShouldBeTrue();
        }
    }

    private async Task SettleAsync(Case one, CaseUser user)
    {
        var isSpoiled = one.IsSpoiled(user);
        if (!isSpoiled)
            (await Ledger.RenewAsync([user.Permit, user.Form], default)).ShouldBeEmpty(user.Id);
        var begun = await BeginAsync(user.Form);
        await Ledger.WithdrawAsync(user.Form, default);
        var (spent, returned) = (await SettleAsync(user.Permit, CreditOutcome.Spent), await SettleAsync(user.Form, CreditOutcome.Returned));
        var balance = await BalanceAsync(user.Id, user.App);
        if (isSpoiled)
            return;
        (begun, spent, returned).ShouldBe((true, true, true), user.Id);
        (balance.FormIds.Usable, balance.FormIds.Reserved).ShouldBe((3, 0), $"formIds of {user.Id}");
        balance.Subscribe[one.Template].ShouldBe(new PermitBalance(1, 1, false, 0, 0), user.Id);
        balance.Subscribe[one.Other].ShouldBe(new PermitBalance(1, 0, false, 0, 0), user.Id);
    }

    // What is earned later counts, the spoiled user's as well.
    private async Task UseAsync(Case one, CaseUser user)
    {
        await AcceptAsync(user, one.Template, $"{one.Name}{user.Id} later");
        (await EarnAsync(user, $"{user.Id} form d")).ShouldBe(1, user.Id);
        foreach (var (kind, template) in ((CreditKind, string)[])[(CreditKind.Subscribe, one.Template), (CreditKind.Template, "")])
        {
            var reservation = (await ReserveAsync(user, kind, template)).ShouldNotBeNull($"{kind} of {user.Id}");
            (await BeginAsync(reservation)).ShouldBeTrue(user.Id);
            (await SettleAsync(reservation, CreditOutcome.Spent)).ShouldBeTrue(user.Id);
        }
    }

    private async Task RecoverAllAsync(Case one)
    {
        for (var (round, idle) = (0, 0); idle < 3; round++)
        {
            round.ShouldBeLessThan(MaxRounds, "the same reservations end again and again");
            Time.Advance(Settings.Dispatching.Lease * 2);
            idle = await Ledger.RecoverAsync(10, default) == 0 ? idle + 1 : 0;
        }

        foreach (var user in one.Users.Where(user => !one.IsSpoiled(user)))
            (await BalanceAsync(user.Id, user.App)).Subscribe[one.Template].ShouldBe(new PermitBalance(1, 0, false, 1, 0), user.Id);
    }

    private async Task CheckReachableAsync(Case one, string app)
    {
        foreach (var (kind, template) in ((CreditKind, string)[])[(CreditKind.Subscribe, one.Template), (CreditKind.Template, "")])
        {
            var found = new HashSet<string>();
            string? cursor = null;
            for (var pages = 0; ; pages++)
            {
                pages.ShouldBeLessThan(200, $"a walk through {kind} of {app} does not end");
                var page = await Ledger.GetReachableAsync(app, kind, template, cursor, PageSize, default);
                found.UnionWith(page.OpenIds);
                if (page.Next is null)
                    break;
                cursor = page.Next;
            }

            foreach (var user in one.Users.Where(user => user.App == app && !one.IsSpoiled(user)))
                found.ShouldContain(user.Id, $"{kind} of {app}");
        }
    }

    private async Task AcceptAsync(CaseUser user, string template, string source) =>
        (await Ledger.NoteAsync(user.App, user.Id, source, [new(template, PermitEvent.Accepted, true)], default)).Counted.ShouldBe(1, user.Id);

    private ValueTask<int> EarnAsync(CaseUser user, params string[] forms) =>
        Ledger.EarnFormIdsAsync(user.App, user.Id, [.. forms.Select(Form)], default);

    private ValueTask<CreditReservation?> ReserveAsync(CaseUser user, CreditKind kind, string template) =>
        Ledger.ReserveAsync(user.App, user.Id, kind, template, default);

    private FormId Form(string value) => new(value, Now + TimeSpan.FromDays(6));

    private sealed class Case(string name)
    {
        public string Name => name;

        public string Template => $"tpl-{name}x";

        public string Other => $"tpl-{name}y";

        public CaseUser[] Users { get; } = [new("shop", $"{name}u1"), new("shop", $"{name}u2"), new("shop", $"{name}u3"), new("cafe", $"{name}u4")];

        public SpoiledRecord? Spoiled { get; set; }

        // A record of a template holds the permits of all its users.
        public bool IsSpoiled(CaseUser user) => Spoiled is not null
            && (Spoiled.Names(user.Id) || Spoiled.Names(user.Permit.Id) || Spoiled.Names(user.Form.Id) || Spoiled.Names(user.Left.Id)
                || (user.App == "shop" && (Spoiled.Names(Template) || Spoiled.Names(Other))));
    }

    private sealed record CaseUser(string App, string Id)
    {
        public CreditReservation Permit { get; set; } = null!;

        public CreditReservation Form { get; set; } = null!;

        public CreditReservation Left { get; set; } = null!;
    }
}
