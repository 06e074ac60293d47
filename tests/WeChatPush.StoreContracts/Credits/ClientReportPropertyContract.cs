using WeChatPush.Credits;
using WeChatPush.TestSupport;

namespace WeChatPush.StoreContracts.Credits;

/// <summary>
/// Whatever the device of one user reports, at whatever times: what it leaves in the store is bounded, and no other user's
/// report has another result.
/// </summary>
public abstract class ClientReportPropertyContract<TStore> : LedgerContract<TStore>
    where TStore : ILedgerUnderTest, new()
{
    private const int MaxRows = 150;

    [Fact]
    public void AnySequenceOfReportsOfOneUser_LeavesABoundedNumberOfRows() =>
        RandomScripts.Play(kinds: 6, choices: 10_000, usual: 25, commands => RunAsync(commands, honest: false));

    [Fact]
    public void AnySequenceOfReportsOfOneUser_ChangesNoOthersResult() =>
        RandomScripts.Play(kinds: 6, choices: 10_000, usual: 15, commands => RunAsync(commands, honest: true));

    private async Task RunAsync((int Kind, int Choice)[] commands, bool honest)
    {
        var before = await CountRowsAsync();
        var run = new Run(this, $"app{Guid.NewGuid():N}"[..20]);
        for (var i = 0; i < commands.Length; i++)
        {
            await run.StepAsync(commands[i].Kind, commands[i].Choice, i);
            if (honest)
                await run.ReportHonestlyAsync(i);
            else if (i % 10 == 0 || i == commands.Length - 1)
                (await CountRowsAsync() - before).ShouldBeLessThanOrEqualTo(MaxRows);
        }
    }

    /// <summary>One sequence, in an app of its own.</summary>
    private sealed class Run(ClientReportPropertyContract<TStore> test, string app)
    {
        private const string Stranger = "oStranger";
        private const string Honest = "oHonest";

        private int _accepted;

        private ICreditLedger Ledger => test.Ledger;

        public async Task StepAsync(int kind, int choice, int step)
        {
            switch (kind)
            {
                case 0 or 1:
                    // Each with a time of its own, now and then one from before or one that the honest user reports.
                    var formIds = Enumerable.Range(0, CreditLimits.ClientFormIdsPerReport).Select(i => new FormId(
                        i == 0 ? $"honest{choice % 50}" : $"f{choice % 700}-{i}", ExpiryOf((choice * 7) + i)));
                    await ReportAsync(new() { App = app, OpenId = Stranger, FormIds = [.. formIds] });
                    break;
                case 2 or 3:
                    var templates = Enumerable.Range(0, CreditLimits.ClientTemplates);
                    await ReportAsync(new()
                    {
                        App = app,
                        OpenId = Stranger,
                        ReportId = choice % 3 == 0 ? null : $"report{choice % 1000}",
                        Accepts = [.. templates.Select(i => new PermitChange($"t{i}", EventOf(choice + i), true))],
                    });
                    break;
                case 4:
                    test.Time.Advance(TimeSpan.FromMinutes(choice % 1500));
                    break;
                default:
                    var reserved = await Ledger.ReserveAsync(
                        app, Stranger, choice % 2 == 0 ? CreditKind.Template : CreditKind.Subscribe, "t0", default);
                    if (reserved is not null)
                        await Ledger.SettleAsync(reserved, step % 2 == 0 ? CreditOutcome.Spent : CreditOutcome.Returned, default);
                    break;
            }
        }

        public async Task ReportHonestlyAsync(int step)
        {
            var report = new ClientReport
            {
                App = app,
                OpenId = Honest,
                ReportId = $"report{step}",
                FormIds = step < 50 ? [new FormId($"honest{step}", test.Now.AddDays(7))] : [],
                Accepts = step < CreditLimits.ClientPermits ? [new PermitChange("t0", PermitEvent.Accepted, true)] : [],
            };
            (await Ledger.EarnFromClientAsync(report, default))
                .ShouldBe(new ClientCount(report.FormIds.Count, report.Accepts.Count));
            _accepted += report.Accepts.Count;
            (await Ledger.GetBalanceAsync(app, Honest, default)).Subscribe["t0"].Usable.ShouldBe(_accepted);
        }

        private async Task ReportAsync(ClientReport report) => await Ledger.EarnFromClientAsync(report, default);

        // As the service passes it on: at most a week ahead, and coarse.
        private DateTimeOffset ExpiryOf(int choice)
        {
            var ticks = test.Now.AddMinutes(choice % (7 * 24 * 60)).UtcTicks;
            return new(ticks - (ticks % CreditLimits.ClientExpiryStep.Ticks), TimeSpan.Zero);
        }

        private static PermitEvent EventOf(int choice) =>
            choice % 4 == 0 ? PermitEvent.AcceptedLongTerm : PermitEvent.Accepted;
    }
}
