using WeChatPush.Credits;

namespace WeChatPush.StoreContracts.Credits;

/// <summary>Random commands against the store and against the model: they agree after each one.</summary>
public abstract class LedgerPropertyContract<TStore> : LedgerContract<TStore>
    where TStore : ILedgerUnderTest, new()
{
    private const int Commands = 10;

    private static readonly string[] Users = ["oA", "oB", "oC"];
    private static readonly string[] Templates = ["tpl-one", "tpl-two"];

    [Fact]
    public void AnySequenceOfCommands_EndsAsTheModelSays() =>
        RandomScripts.Play(Commands, 10_000, usual: 60, RunAsync);

    private async Task RunAsync((int Kind, int Choice)[] commands)
    {
        // What the run before left reserved is none of this one's business.
        Time.Advance(Settings.Dispatching.Lease);
        await RecoverAsync();
        var run = new Run(this, $"app{Guid.NewGuid():N}"[..20]);
        foreach (var (kind, choice) in commands)
        {
            await run.StepAsync(kind, choice);
            await run.CompareAsync(Users[choice % Users.Length]);
        }

        foreach (var user in Users)
            await run.CompareAsync(user);
        await run.WalkAsync();
    }

    /// <summary>One sequence, in an app of its own.</summary>
    private sealed class Run(LedgerPropertyContract<TStore> test, string app)
    {
        private readonly LedgerModel _model = new(test.Settings.Dispatching.Lease);
        private readonly List<CreditReservation> _held = [];

        private ICreditLedger Ledger => test.Ledger;

        private DateTimeOffset Now => test.Now;

        public async Task StepAsync(int kind, int choice)
        {
            var user = Users[choice % 3];
            var template = Templates[choice / 3 % 2];
            switch (kind)
            {
                case 0:
                    var (formId, expiresAt) = ($"f{choice / 3 % 50}", TenSeconds(Now.AddSeconds((choice % 130) - 10)));
                    (await Ledger.EarnFormIdsAsync(app, user, [new(formId, expiresAt)], default))
                        .ShouldBe(_model.EarnFormId(user, formId, expiresAt, Now));
                    break;
                case 1 or 2:
                    var change = (choice / 6 % 8) switch
                    {
                        0 => PermitEvent.Rejected,
                        1 => PermitEvent.Undelivered,
                        2 => PermitEvent.AcceptedLongTerm,
                        _ => PermitEvent.Accepted,
                    };
                    var source = $"s{choice}";
                    (await Ledger.NoteAsync(app, user, source, [new(template, change)], default)).Counted
                        .ShouldBe(_model.Note(user, template, change, source));
                    break;
                case 3 or 4:
                    var of = choice % 5 == 0 ? CreditKind.Template : CreditKind.Subscribe;
                    await ReserveAsync(user, of, template, begun: choice % 4 == 0);
                    break;
                case 5 when Pick(choice) is { } reservation:
                    (await Ledger.BeginAsync(reservation, default)).ShouldBe(_model.Begin(reservation.Id));
                    break;
                case 6 or 7 when Pick(choice) is { } reservation:
                    var outcome = (CreditOutcome)(choice / 7 % 5);
                    (await Ledger.SettleAsync(reservation, outcome, default))
                        .ShouldBe(_model.Settle(reservation.Id, outcome));
                    break;
                case 8:
                    test.Time.Advance(TimeSpan.FromMilliseconds(choice * 4));
                    (await Ledger.RecoverAsync(1000, default)).ShouldBe(_model.Recover(Now));
                    break;
                case 9 when Pick(choice) is { } reservation:
                    (await Ledger.RenewAsync([reservation], default)).Count
                        .ShouldBe(_model.Renew(reservation.Id, Now) ? 0 : 1);
                    break;
            }
        }

        public async Task CompareAsync(string user)
        {
            var balance = await Ledger.GetBalanceAsync(app, user, default);
            balance.FormIds.ShouldBe(_model.FormIds(user, Now));
            foreach (var template in Templates)
            {
                var permits = balance.Subscribe.GetValueOrDefault(template) ?? new(0, 0, false, 0, 0);
                permits.ShouldBe(_model.Permits(user, template));
                permits.Usable.ShouldBeGreaterThanOrEqualTo(0);
            }

            var (totals, expected) = (await Ledger.GetTotalsAsync(app, default), _model.Totals(Now));
            (totals.Users, totals.FormIds).ShouldBe((expected.Users, expected.FormIds));
            totals.Templates.ShouldBe(expected.Templates);
        }

        public async Task WalkAsync()
        {
            foreach (var (kind, template) in new[]
                     {
                         (CreditKind.Template, null),
                         (CreditKind.Subscribe, Templates[0]),
                         (CreditKind.Subscribe, Templates[1]),
                     })
            {
                var visited = new List<string>();
                string? cursor = null;
                do
                {
                    var chunk = await Ledger.GetReachableAsync(app, kind, template ?? "", cursor, 2, default);
                    visited.AddRange(chunk.OpenIds);
                    cursor = chunk.Next;
                }
                while (cursor is not null);
                visited.Order().ShouldBe(_model.Reachable(template, Now).Order());
            }
        }

        private async Task ReserveAsync(string user, CreditKind kind, string template, bool begun)
        {
            var reservation = await Ledger.ReserveAsync(
                app, user, kind, template, default);
            if (begun && reservation is not null)
                (await Ledger.BeginAsync(reservation, default)).ShouldBeTrue();
            var expected = _model.Reserve(user, kind, template, begun, reservation?.Id ?? "", Now);
            (reservation is null ? null : reservation.FormId ?? "").ShouldBe(expected);
            if (reservation is not null)
                _held.Add(reservation);
        }

        /// <summary>One that was reserved at some time, ended or not.</summary>
        private CreditReservation? Pick(int choice) => _held.Count == 0 ? null : _held[choice % _held.Count];

        // So that many expire at the same time.
        private static DateTimeOffset TenSeconds(DateTimeOffset at) =>
            DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds() / 10 * 10);
    }
}
