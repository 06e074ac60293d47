using System.Text;
using WeChatPush.Campaigns;
using WeChatPush.Credits;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Storage;
using WeChatPush.TestSupport;

namespace WeChatPush.StoreContracts.Users;

/// <summary>What erasing a user must do, and what it must leave alone, on every store.</summary>
public abstract class UserErasureContract : IAsyncLifetime
{
    private const string App = "shop";
    private const string User = "oUser";
    private const string Template = "tpl";
    private const string Holder = "holder";

    private int _count;

    internal ManualTimeProvider Time { get; } = new();

    internal WeChatPushOptions Settings { get; } = new()
    {
        Apps = { ["shop"] = new(), ["cafe"] = new() },
        Dispatching = { Lease = TimeSpan.FromSeconds(60) },
    };

    private protected StoresUnderTest Stores { get; private set; } = null!;

    private IInbox Inbox => Stores.Inbox;

    private ICreditLedger Ledger => Stores.Ledger;

    private ICampaignStore Campaigns => Stores.Campaigns;

    public async Task InitializeAsync() => Stores = await OpenAsync();

    public async Task DisposeAsync() => await Stores.Surroundings.DisposeAsync();

    private protected abstract Task<StoresUnderTest> OpenAsync();

    [Fact]
    public async Task Erase_OfManyPushes_TakesAllOfTheUsers_AndNoneOfAnothers()
    {
        for (var i = 0; i < 450; i++)
            await AppendAsync(User);
        await AppendAsync($"{User}2");
        await AppendAsync("x" + User);
        await AppendAsync(User, app: "cafe");

        (await EraseAsync()).Pushes.ShouldBe(450);

        (await ClaimAsync()).Select(push => push.OpenId).ShouldBe([$"{User}2", "x" + User, User], ignoreOrder: true);
        (await EraseAsync()).Any.ShouldBeFalse();
        await AppendAsync(User);
        (await ClaimAsync()).ShouldHaveSingleItem().OpenId.ShouldBe(User);
    }

    [Fact]
    public async Task Erase_OfAPushThatIsHandled_FencesItsHolder_AndTakesNothingFromTheNext()
    {
        await AppendAsync(User);
        var held = (await ClaimAsync()).ShouldHaveSingleItem();
        await EraseAsync();
        await AppendAsync("other");
        var next = (await ClaimAsync()).ShouldHaveSingleItem();

        (await SettleAsync(held)).ShouldBeFalse();
        (await Inbox.RenewAsync([held], default)).ShouldHaveSingleItem();

        (await SettleAsync(next)).ShouldBeTrue();
        (await Stores.History.ListAsync(App, new PushFilter { OpenId = User }, default)).Items.ShouldBeEmpty();
        await AppendAsync(User);
        (await ClaimAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Erase_OfAnothersPushThatNamesTheUser_LetsTheNextOfThatMailboxStepForward()
    {
        await AppendAsync("payments", $"<OpenId><![CDATA[{User}]]></OpenId>");
        await AppendAsync("payments", $"<OpenId><![CDATA[{User}2]]></OpenId>");

        (await EraseAsync()).Pushes.ShouldBe(1);

        Encoding.UTF8.GetString((await ClaimAsync()).ShouldHaveSingleItem().Body.Span).ShouldContain($"{User}2");
    }

    [Fact]
    public async Task Erase_OfCredits_TakesThemOutOfTheTotals_AndNoneComesBack()
    {
        await AcceptAsync(User, 3);
        await AcceptAsync("other", 1);
        await Ledger.EarnFormIdsAsync(App, User, [new("f1", Now.AddHours(1)), new("f2", Now.AddHours(2))], default);
        var permit = await ReserveAsync(CreditKind.Subscribe);
        var form = await ReserveAsync(CreditKind.Template);

        var erased = await EraseAsync();

        (erased.Permits, erased.FormIds, erased.Reservations).ShouldBe((1, 1, 2));
        (await Ledger.SettleAsync(permit, CreditOutcome.Returned, default)).ShouldBeFalse();
        (await Ledger.SettleAsync(form, CreditOutcome.Uncertain, default)).ShouldBeFalse();
        await ShouldHaveNoCreditAsync();
        var totals = await Ledger.GetTotalsAsync(App, default);
        (totals.Users, totals.FormIds.Credits, totals.FormIds.Users).ShouldBe((1, 0, 0));
        totals.Templates.ShouldHaveSingleItem().Credits.ShouldBe(1);
    }

    [Theory]
    [InlineData(RecipientOutcome.Sent, CreditOutcome.Spent)]
    [InlineData(RecipientOutcome.Failed, CreditOutcome.Returned)]
    [InlineData(RecipientOutcome.Uncertain, CreditOutcome.Uncertain)]
    internal async Task Erase_WhileACampaignSendsToTheUser_KeepsTheOutcome_AndGivesNoCreditBack(
        RecipientOutcome outcome, CreditOutcome credit)
    {
        var id = await RunAsync(CampaignAudience.List, User, "other");
        var taken = (await Campaigns.ClaimAsync(App, id, new(Holder, 1), default)).Recipients;
        await Campaigns.BeginAsync(taken, default);

        (await EraseAsync()).Recipients.ShouldBe(1);
        var settled = await Campaigns.SettleAsync(
            [new RecipientEnd { Recipient = taken[0], Outcome = outcome, Credit = credit }], default);

        settled.ShouldHaveSingleItem().Settled.ShouldBeTrue();
        (await RecipientsAsync(id)).ShouldBe([("", outcome), ("other", RecipientOutcome.Pending)]);
        await ShouldHaveNoCreditAsync();
        var totals = await Ledger.GetTotalsAsync(App, default);
        (totals.Users, totals.Templates.Sum(template => template.Credits + template.Uncertain)).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Erase_BeforeTheTurnOfTheRecipient_CancelsItWhenItComes()
    {
        var id = await RunAsync(CampaignAudience.List, "other", User);

        await EraseAsync();
        (await RecipientsAsync(id)).ShouldBe([("other", RecipientOutcome.Pending), ("", RecipientOutcome.Pending)]);
        var taken = (await Campaigns.ClaimAsync(App, id, new(Holder, 10), default)).Recipients;

        taken.ShouldHaveSingleItem().OpenId.ShouldBe("other");
        (await RecipientsAsync(id)).ShouldBe([("other", RecipientOutcome.Pending), ("", RecipientOutcome.Cancelled)]);
        (await Campaigns.FindAsync(App, id, default))!.Counts.Cancelled.ShouldBe(1);
    }

    [Fact]
    public async Task Erase_OfTheUserAtWhomTheWalkOverTheAudienceStands_TakesAndRepeatsNoOther()
    {
        var users = Enumerable.Range(0, 12).Select(i => $"oUser-{i:D2}").ToArray();
        var id = await RunAsync(CampaignAudience.Everyone, users);
        var erased = new List<string>();
        while (!await Campaigns.ExpandAudienceAsync(App, id, 2, default))
        {
            if ((await RecipientsAsync(id)).LastOrDefault().OpenId is not { Length: > 0 } last)
                continue;
            (await EraseAsync(last)).Recipients.ShouldBe(1);
            erased.Add(last);
        }

        erased.ShouldNotBeEmpty();
        var found = (await RecipientsAsync(id)).Select(recipient => recipient.OpenId).ToList();
        found.Where(user => user.Length > 0).ShouldBe(users.Except(erased), ignoreOrder: true);
        found.Count(user => user.Length == 0).ShouldBe(erased.Count);
    }

    private DateTimeOffset Now => Time.GetUtcNow();

    private ValueTask<UserErasure> EraseAsync(string user = User) => Stores.Eraser.EraseAsync(App, user, default);

    private async Task AppendAsync(string user, string content = "", string app = App)
    {
        Time.Advance(TimeSpan.FromMilliseconds(1));
        (await Inbox.AppendAsync(
            new()
            {
                Id = PushId.New(Now),
                App = app,
                Key = PushKey.Read(Guid.NewGuid().ToByteArray()),
                Window = TimeSpan.FromHours(1),
                OpenId = user,
                MsgType = "text",
                Event = null,
                CreateTime = Now.ToUnixTimeSeconds(),
                ReceivedAt = Now,
                Body = Encoding.UTF8.GetBytes($"<xml><FromUserName><![CDATA[{user}]]></FromUserName>{content}</xml>"),
            },
            default)).ShouldBe(AppendOutcome.Stored);
    }

    private async Task<IReadOnlyList<ClaimedPush>> ClaimAsync() =>
        (await Inbox.ClaimAsync(100, ClaimScope.All, default)).Pushes;

    private async Task<bool> SettleAsync(ClaimedPush claim) =>
        await Inbox.SettleAsync(claim, new Settlement.Done("handled"), default);

    private async Task AcceptAsync(string user, int times)
    {
        for (var i = 0; i < times; i++)
            await Ledger.NoteAsync(App, user, $"report {_count++}", [new(Template, PermitEvent.Accepted)], default);
    }

    private async Task<CreditReservation> ReserveAsync(CreditKind kind) =>
        (await Ledger.ReserveAsync(App, User, kind, Template, default)).ShouldNotBeNull();

    private async Task ShouldHaveNoCreditAsync()
    {
        var balance = await Ledger.GetBalanceAsync(App, User, default);
        balance.Subscribe.ShouldBeEmpty();
        (balance.FormIds.Usable, balance.FormIds.Reserved, balance.FormIds.Uncertain).ShouldBe((0, 0, 0));
    }

    private async Task<string> RunAsync(CampaignAudience audience, params string[] users)
    {
        foreach (var user in users)
            await AcceptAsync(user, 1);
        var id = NewCampaign.NewId(Now);
        var plan = new CampaignPlan
        {
            Name = "sale",
            TemplateId = Template,
            Data = new Dictionary<string, string> { ["thing1"] = "你好" },
            Rate = 100,
            Audience = audience,
        };
        await Campaigns.CreateAsync(new(id, App, plan), default);
        if (audience is CampaignAudience.List)
            await Campaigns.AddRecipientsAsync(App, id, [.. users.Select(user => new Recipient(user))], default);
        await Campaigns.PublishAsync(App, id, null, default);
        await Campaigns.MoveAsync(App, id, CampaignMove.Start, default);
        return id;
    }

    private async Task<List<(string OpenId, RecipientOutcome Outcome)>> RecipientsAsync(string id) =>
    [
        .. (await Campaigns.GetRecipientsAsync(App, id, null, null, 100, default)).Items
            .Select(recipient => (recipient.OpenId, recipient.Outcome)),
    ];
}

/// <summary>The stores of one database.</summary>
internal sealed record StoresUnderTest(
    IInbox Inbox, IPushHistory History, ICreditLedger Ledger, ICampaignStore Campaigns, IUserEraser Eraser, IAsyncDisposable Surroundings);
