using WeChatPush.Credits;

namespace WeChatPush.StoreContracts.Credits;

/// <summary>What a user's own device reports counts within a quota, and touches nobody else.</summary>
public abstract class ClientReportContract<TStore> : LedgerContract<TStore>
    where TStore : ILedgerUnderTest, new()
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    [Fact]
    public async Task FormIds_CountUpToTheQuota_SpentOrNot_AndAgainWhenTheyAreOver()
    {
        for (var i = 0; i < 5; i++)
            (await ReportAsync(i * 20, Week)).ShouldBe(20);
        (await ReportAsync(100, Week)).ShouldBe(0);
        await SettleAsync(await ReserveAsync(CreditKind.Template), CreditOutcome.Spent);
        (await ReportAsync(100, Week)).ShouldBe(0);
        (await FormIdsAsync()).Usable.ShouldBe(99);

        Time.Advance(Week + CreditLimits.KeepExpired + TimeSpan.FromSeconds(1));
        (await ReportAsync(100, Week)).ShouldBe(20);
        (await FormIdsAsync()).Usable.ShouldBe(20);
        (await TotalsAsync()).FormIds.ShouldBe(new FormIdTotals(20, 1, 0));
    }

    [Fact]
    public async Task FormIds_BeyondTheQuota_ThatABackendReports_Count()
    {
        for (var i = 0; i < 6; i++)
            await ReportAsync(i * 20, Week);

        (await EarnAsync(User, ("trusted", Week))).ShouldBe(1);
        (await FormIdsAsync()).Usable.ShouldBe(101);
    }

    [Fact]
    public async Task FormId_ThatTheUserReportedBefore_IsNoNewCredit_WhicheverWayItCame()
    {
        (await EarnFromClientAsync(User, ("f1", Week), ("f1", Week))).ShouldBe(1);
        (await EarnFromClientAsync(User, ("f1", Week / 2))).ShouldBe(0);
        (await EarnAsync(User, ("f1", Week), ("f2", Week))).ShouldBe(1);
        (await EarnFromClientAsync(User, ("f2", Week))).ShouldBe(0);
        await SettleAsync(await ReserveAsync(CreditKind.Template), CreditOutcome.Spent);
        await CrashAsync();

        (await EarnFromClientAsync(User, ("f1", Week))).ShouldBe(0);
        (await EarnFromClientAsync("oOther", ("f2", Week))).ShouldBe(0);
    }

    [Fact]
    public async Task FormId_ThatAnotherUserMadeUp_StillCountsForItsOwn()
    {
        (await EarnFromClientAsync("oStranger", ("f1", Week))).ShouldBe(1);

        (await EarnFromClientAsync(User, ("f1", Week))).ShouldBe(1);
    }

    [Fact]
    public async Task FormIds_OfEqualExpiry_GoInTheOrderInWhichTheyWereReported()
    {
        await EarnFromClientAsync(User, ("z", Week), ("a", Week));
        await EarnFromClientAsync(User, ("m", Week));

        foreach (var expected in new[] { "z", "a", "m" })
        {
            var reservation = await ReserveAsync(CreditKind.Template);
            reservation.FormId.ShouldBe(expected);
            await SettleAsync(reservation, CreditOutcome.Spent);
        }
    }

    [Fact]
    public async Task Accepts_CountUpToTheQuota_AndABackendsBeyondIt()
    {
        for (var i = 0; i < CreditLimits.ClientPermits; i++)
            (await AcceptFromClientAsync(User, Template)).ShouldBe(1);
        (await AcceptFromClientAsync(User, Template)).ShouldBe(0);
        (await ReserveAsync()).ShouldNotBeNull();
        (await AcceptFromClientAsync(User, Template)).ShouldBe(0);
        (await AcceptFromClientAsync(User, "tpl-two")).ShouldBe(1);
        await AcceptAsync();

        (await PermitsAsync()).ShouldBe(new PermitBalance(CreditLimits.ClientPermits, 1, false, 0, 0));
    }

    [Fact]
    public async Task Accept_FromAReportSeenBefore_CountsOnce()
    {
        (await AcceptFromClientAsync(User, Template, "r1")).ShouldBe(1);
        await CrashAsync();
        (await AcceptFromClientAsync(User, Template, "r1")).ShouldBe(0);
        (await AcceptFromClientAsync("oOther", Template, "r1")).ShouldBe(1);
        (await NoteAsync(PermitEvent.Accepted, source: "client r2")).ShouldBe(1);
        (await AcceptFromClientAsync(User, Template, "client r2")).ShouldBe(0);
        Time.Advance(TimeSpan.FromDays(6));
        (await AcceptFromClientAsync(User, Template, "r1")).ShouldBe(0);
    }

    [Fact]
    public async Task Sweep_LeavesNothingOfAUserWhoseReportsAreOver()
    {
        var before = await CountRowsAsync();
        await ReportAsync(0, Week);
        Time.Advance(Week + (CreditLimits.KeepExpired * 2));
        for (var i = 0; i < 5; i++)
            await Ledger.SweepAsync(1000, default);

        // What is left in Redis ends there by itself.
        (await CountRowsAsync() - before).ShouldBeLessThanOrEqualTo(1);
        (await FormIdsAsync()).ShouldBe(new FormIdBalance(0, 0, null, 0));
    }

    private Task<int> ReportAsync(int from, TimeSpan life) =>
        EarnFromClientAsync(User, [.. Enumerable.Range(from, 20).Select(i => ($"f{i}", life))]);
}
