using WeChatPush.Credits;

namespace WeChatPush.StoreContracts.Credits;

/// <summary>Reserve, and what becomes of it.</summary>
public abstract class ReservationContract<TStore> : LedgerContract<TStore>
    where TStore : ILedgerUnderTest, new()
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    [Fact]
    public async Task Reserve_WithoutACredit_IsNothing()
    {
        (await TryReserveAsync()).ShouldBeNull();
        (await TryReserveAsync(CreditKind.Template)).ShouldBeNull();
    }

    [Fact]
    public async Task Reserve_TakesOnePermit_OutOfReachOfOthers()
    {
        await AcceptAsync();
        var reservation = await ReserveAsync();

        reservation.FormId.ShouldBeNull();
        (await PermitsAsync()).ShouldBe(new PermitBalance(0, 1, false, 0, 0));
        (await TryReserveAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Reserve_OfAnotherTemplate_IsNothing()
    {
        await AcceptAsync();

        (await TryReserveAsync(template: "tpl-two")).ShouldBeNull();
    }

    [Fact]
    public async Task Reserve_TakesTheFormIdThatRunsOutFirst_OfThoseThatHaveNot()
    {
        await EarnAsync(User, ("late", Week), ("gone", TimeSpan.FromSeconds(1)), ("soon", TimeSpan.FromDays(1)));
        Time.Advance(TimeSpan.FromSeconds(1));

        (await ReserveAsync(CreditKind.Template)).FormId.ShouldBe("soon");
        (await ReserveAsync(CreditKind.Template)).FormId.ShouldBe("late");
        (await TryReserveAsync(CreditKind.Template)).ShouldBeNull();
        (await FormIdsAsync()).ShouldBe(new FormIdBalance(0, 2, null, 0));
    }

    [Fact]
    public async Task Reserve_OfALongTermPermit_UsesNothingUp()
    {
        await NoteAsync(PermitEvent.AcceptedLongTerm);
        var first = await ReserveAsync();
        var second = await ReserveAsync();
        (await PermitsAsync()).ShouldBe(new PermitBalance(1, 2, true, 0, 0));

        await SettleAsync(first, CreditOutcome.Spent);
        await SettleAsync(second, CreditOutcome.Returned);
        (await PermitsAsync()).ShouldBe(new PermitBalance(1, 0, true, 0, 0));
    }

    [Theory]
    [InlineData("Spent", 1, 0)]
    [InlineData("Returned", 2, 0)]
    [InlineData("Burned", 1, 0)]
    [InlineData("BurnedAll", 0, 0)]
    [InlineData("Uncertain", 1, 1)]
    public async Task Settle_OfAPermit(string outcome, int usable, int uncertain)
    {
        await AcceptAsync(times: 2);

        (await SettleAsync(await ReserveAsync(), Enum.Parse<CreditOutcome>(outcome))).ShouldBeTrue();

        (await PermitsAsync()).ShouldBe(new PermitBalance(usable, 0, false, uncertain, 0));
        (await TemplateAsync()).ShouldBe(new TemplateTotals(Template, usable, Math.Min(usable, 1), uncertain, 0));
    }

    [Theory]
    [InlineData("Spent", 1, 0)]
    [InlineData("Returned", 2, 0)]
    [InlineData("Burned", 1, 0)]
    [InlineData("BurnedAll", 1, 0)]
    [InlineData("Uncertain", 1, 1)]
    public async Task Settle_OfAFormId(string outcome, int usable, int uncertain)
    {
        await EarnAsync(User, ("f1", Week), ("f2", Week));

        (await SettleAsync(await ReserveAsync(CreditKind.Template), Enum.Parse<CreditOutcome>(outcome))).ShouldBeTrue();

        (await FormIdsAsync()).ShouldBe(new FormIdBalance(usable, 0, Now + Week, uncertain));
        (await TotalsAsync()).FormIds.ShouldBe(new FormIdTotals(usable, 1, uncertain));
    }

    [Theory]
    [InlineData("Burned")]
    [InlineData("BurnedAll")]
    public async Task Settle_OfALongTermPermitThatWeChatDoesNotKnow_EndsIt(string outcome)
    {
        await NoteAsync(PermitEvent.AcceptedLongTerm);

        await SettleAsync(await ReserveAsync(), Enum.Parse<CreditOutcome>(outcome));

        (await PermitsAsync()).ShouldBe(new PermitBalance(0, 0, false, 0, 0));
    }

    [Fact]
    public async Task Settle_OnceMore_ChangesNothing()
    {
        await AcceptAsync();
        var reservation = await ReserveAsync();
        await SettleAsync(reservation, CreditOutcome.Spent);

        (await SettleAsync(reservation, CreditOutcome.Returned)).ShouldBeFalse();
        (await PermitsAsync()).Usable.ShouldBe(0);
    }

    [Fact]
    public async Task Return_OfAFormIdThatRanOutMeanwhile_BringsNothingToSendWith()
    {
        await EarnAsync(User, ("f1", TimeSpan.FromSeconds(10)));
        var reservation = await ReserveAsync(CreditKind.Template);
        Time.Advance(TimeSpan.FromSeconds(10));
        await SettleAsync(reservation, CreditOutcome.Returned);

        (await TryReserveAsync(CreditKind.Template)).ShouldBeNull();
        (await FormIdsAsync()).ShouldBe(new FormIdBalance(0, 0, null, 0));
    }

    [Fact]
    public async Task BurnAll_LeavesAloneWhatWasAcceptedAfterTheReservation()
    {
        await AcceptAsync(times: 2);
        var refused = await ReserveAsync();
        await AcceptAsync();

        await SettleAsync(refused, CreditOutcome.BurnedAll);

        (await PermitsAsync()).Usable.ShouldBe(1);
    }

    [Fact]
    public async Task BurnAll_TakesTheOtherReservationsWithIt_AlsoWhenTheyAreReturned()
    {
        await AcceptAsync(times: 3);
        var refused = await ReserveAsync();
        var other = await ReserveAsync();

        await SettleAsync(refused, CreditOutcome.BurnedAll);
        await SettleAsync(other, CreditOutcome.Returned);

        (await PermitsAsync()).ShouldBe(new PermitBalance(0, 0, false, 0, 0));
    }

    [Fact]
    public async Task Reject_TakesReservationsWithIt_ButNotTheAcceptAfterIt()
    {
        await AcceptAsync();
        var reservation = await ReserveAsync();
        await NoteAsync(PermitEvent.Rejected);
        await AcceptAsync();

        await SettleAsync(reservation, CreditOutcome.Returned);

        (await PermitsAsync()).Usable.ShouldBe(1);
    }
}
