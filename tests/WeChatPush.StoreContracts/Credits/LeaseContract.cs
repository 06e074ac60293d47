using WeChatPush.Credits;

namespace WeChatPush.StoreContracts.Credits;

/// <summary>Holders that die.</summary>
public abstract class LeaseContract<TStore> : LedgerContract<TStore>
    where TStore : ILedgerUnderTest, new()
{
    private TimeSpan Lease => Settings.Dispatching.Lease;

    [Theory]
    [InlineData(CreditKind.Subscribe)]
    [InlineData(CreditKind.Template)]
    public async Task Recover_OfAHolderThatDiedBeforeItsSend_BringsTheCreditBack(CreditKind kind)
    {
        await EarnOneAsync();
        await ReserveAsync(kind);
        await CrashAsync();
        Time.Advance(Lease);

        (await RecoverAsync()).ShouldBe(1);

        (await TryReserveAsync(kind)).ShouldNotBeNull();
        (await RecoverAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData(CreditKind.Subscribe)]
    [InlineData(CreditKind.Template)]
    public async Task Recover_OfAHolderThatDiedBetweenTwoTries_GivesTheCreditBack(CreditKind kind)
    {
        await EarnOneAsync();
        var reservation = await ReserveAsync(kind);
        (await BeginAsync(reservation)).ShouldBeTrue();
        await Ledger.WithdrawAsync(reservation, default);
        await CrashAsync();
        Time.Advance(Lease);

        (await RecoverAsync()).ShouldBe(1);

        (await TryReserveAsync(kind)).ShouldNotBeNull();
        ((await PermitsAsync()).Uncertain + (await FormIdsAsync()).Uncertain).ShouldBe(0);
    }

    [Fact]
    public async Task Withdraw_LeavesTheReservationToItsHolder_AndIsHarmlessAfterItsEnd()
    {
        await AcceptAsync();
        var reservation = await ReserveAsync();
        await BeginAsync(reservation);
        await Ledger.WithdrawAsync(reservation, default);
        (await BeginAsync(reservation)).ShouldBeTrue();
        (await SettleAsync(reservation, CreditOutcome.Spent)).ShouldBeTrue();

        await Ledger.WithdrawAsync(reservation, default);
        Time.Advance(Lease);
        (await RecoverAsync()).ShouldBe(0);
        (await PermitsAsync()).Usable.ShouldBe(0);
    }

    [Theory]
    [InlineData(CreditKind.Subscribe)]
    [InlineData(CreditKind.Template)]
    public async Task Recover_OfAHolderThatDiedInItsSend_IsUncertain(CreditKind kind)
    {
        await EarnOneAsync();
        var reservation = await ReserveAsync(kind);
        (await BeginAsync(reservation)).ShouldBeTrue();
        await CrashAsync();
        Time.Advance(Lease);

        (await RecoverAsync()).ShouldBe(1);

        (await TryReserveAsync(kind)).ShouldBeNull();
        ((await PermitsAsync()).Uncertain + (await FormIdsAsync()).Uncertain).ShouldBe(1);
        ((await TemplateAsync()).Uncertain + (await TotalsAsync()).FormIds.Uncertain).ShouldBe(1);
    }

    [Fact]
    public async Task Recover_WhileTheLeaseLasts_LeavesTheReservationAlone()
    {
        await AcceptAsync();
        await ReserveAsync();
        Time.Advance(Lease - TimeSpan.FromMilliseconds(1));

        (await RecoverAsync()).ShouldBe(0);
        (await PermitsAsync()).Reserved.ShouldBe(1);
    }

    [Fact]
    public async Task Renew_ProlongsTheLease()
    {
        await AcceptAsync();
        var reservation = await ReserveAsync();
        Time.Advance(Lease / 2);
        (await Ledger.RenewAsync([reservation], default)).ShouldBeEmpty();
        Time.Advance(Lease / 2);

        (await RecoverAsync()).ShouldBe(0);
        (await SettleAsync(reservation, CreditOutcome.Spent)).ShouldBeTrue();
    }

    [Fact]
    public async Task AfterItsLease_AHolderMayNeitherBeginNorSettleNorRenew()
    {
        await AcceptAsync();
        var late = await ReserveAsync();
        Time.Advance(Lease);
        await RecoverAsync();

        (await BeginAsync(late)).ShouldBeFalse();
        (await SettleAsync(late, CreditOutcome.Returned)).ShouldBeFalse();
        (await Ledger.RenewAsync([late], default)).ShouldBe([late]);
        (await PermitsAsync()).ShouldBe(new PermitBalance(1, 0, false, 0, 0));
    }

    [Theory]
    [InlineData(CreditKind.Subscribe)]
    [InlineData(CreditKind.Template)]
    public async Task Recover_AfterTheClockWasSetBack_EndsTheLeaseOfADeadHolder_AndLeavesALivingOne(CreditKind kind)
    {
        await AcceptAsync(times: 2);
        await EarnAsync(User, ("f1", TimeSpan.FromDays(7)), ("f2", TimeSpan.FromDays(7)));
        Time.Jump(TimeSpan.FromHours(1));
        await ReserveAsync(kind);
        var living = await ReserveAsync(kind);
        Time.Jump(TimeSpan.FromHours(-1));

        for (var i = 0; i < 2; i++)
        {
            (await Ledger.RenewAsync([living], default)).ShouldBeEmpty();
            (await RecoverAsync()).ShouldBe(0);
            Time.Advance(Lease / 2);
        }

        (await RecoverAsync()).ShouldBe(1);
        (await TryReserveAsync(kind)).ShouldNotBeNull();
        (await SettleAsync(living, CreditOutcome.Spent)).ShouldBeTrue();
    }

    [Fact]
    public async Task Recover_AfterTheClockJumpedAhead_LeavesWhatWasSentOnUncertain_AndNeverGivesItBack()
    {
        await AcceptAsync();
        var begun = await ReserveAsync();
        (await BeginAsync(begun)).ShouldBeTrue();
        Time.Jump(TimeSpan.FromHours(1));
        (await RecoverAsync()).ShouldBe(1);
        Time.Jump(TimeSpan.FromHours(-1));

        (await SettleAsync(begun, CreditOutcome.Returned)).ShouldBeFalse();
        (await TryReserveAsync()).ShouldBeNull();
        (await PermitsAsync()).ShouldBe(new PermitBalance(0, 0, false, 1, 0));
    }

    [Fact]
    public async Task Recover_GoesInBatches()
    {
        await AcceptAsync(times: 5);
        for (var i = 0; i < 5; i++)
            await ReserveAsync();
        Time.Advance(Lease);

        (await Ledger.RecoverAsync(3, default)).ShouldBe(3);
        (await Ledger.RecoverAsync(3, default)).ShouldBe(2);
        (await PermitsAsync()).Usable.ShouldBe(5);
    }

    private async Task EarnOneAsync()
    {
        await AcceptAsync();
        await EarnAsync(User, ("f1", TimeSpan.FromDays(7)));
    }
}
