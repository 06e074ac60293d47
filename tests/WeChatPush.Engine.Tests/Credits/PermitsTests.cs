using FsCheck;
using FsCheck.Fluent;
using WeChatPush.Credits;

namespace WeChatPush.Engine.Tests.Credits;

public sealed class PermitsTests
{
    private static readonly CreditOutcome[] Outcomes = Enum.GetValues<CreditOutcome>();

    private static readonly PermitEvent[] Events = Enum.GetValues<PermitEvent>();

    /// <summary>In whatever order things happen: nothing is negative, and the reserved ones are those that are out.</summary>
    [Fact]
    public void AnySequence_KeepsCountsTrue() =>
        Prop.ForAll(
            (from kind in Gen.Choose(0, 2) from which in Gen.Choose(0, 99) select (kind, which)).ListOf(60).ToArbitrary(),
            steps =>
            {
                var (permits, reserved) = (default(Permits), new List<PermitMark>());
                var uncertain = 0;
                foreach (var (kind, which) in steps)
                {
                    switch (kind)
                    {
                        case 0:
                            permits.Apply(Events[which % Events.Length]);
                            break;
                        case 1 when permits.Usable > 0:
                            reserved.Add(permits.Reserve());
                            break;
                        case 2 when reserved.Count > 0:
                            var mark = reserved[which % reserved.Count];
                            reserved.Remove(mark);
                            var outcome = Outcomes[which % Outcomes.Length];
                            uncertain += outcome is CreditOutcome.Uncertain ? 1 : 0;
                            permits.Settle(mark, outcome);
                            break;
                    }

                    permits.Usable.ShouldBeGreaterThanOrEqualTo(0);
                    permits.Reserved.ShouldBe(reserved.Count);
                    permits.Uncertain.ShouldBe(uncertain);
                    permits.Earned.ShouldBeGreaterThanOrEqualTo(0);
                    if (permits.LongTerm)
                        permits.Usable.ShouldBe(1);
                    if (reserved.Count == 0)
                        (permits.Earned, permits.Burned).ShouldBe((0, 0));
                    permits.IsEmpty.ShouldBe(
                        permits.Usable + permits.Reserved + permits.Uncertain + permits.Undelivered == 0);
                }
            }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Refusal_OfOneSend_LeavesWhatWasAcceptedSince(bool all) =>
        Prop.ForAll(Count(1), Count(0), Count(0), (before, since, reservedToo) =>
        {
            var permits = Accepted(before);
            var mark = permits.Reserve();
            for (var i = 0; i < Math.Min(reservedToo, before - 1); i++)
                permits.Reserve();
            Accept(ref permits, since);

            permits.Settle(mark, all ? CreditOutcome.BurnedAll : CreditOutcome.Burned);

            var left = before - 1 - Math.Min(reservedToo, before - 1);
            permits.Usable.ShouldBe(all ? since : left + since);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Return_OfAReservation_GivesBackThePermit() =>
        Prop.ForAll(Count(1), before =>
        {
            var permits = Accepted(before);
            var was = permits;
            var mark = permits.Reserve();
            permits.Usable.ShouldBe(before - 1);

            permits.Settle(mark, CreditOutcome.Returned);

            permits.ShouldBe(was);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Return_AfterTheUserRejected_GivesNothingBack()
    {
        var permits = Accepted(3);
        var mark = permits.Reserve();
        permits.Apply(PermitEvent.Rejected);

        permits.Settle(mark, CreditOutcome.Returned);

        permits.Usable.ShouldBe(0);
        permits.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Return_OfAReservationMadeSinceTheRefusedOne_IsGivenBack()
    {
        var permits = Accepted(2);
        var first = permits.Reserve();
        var second = permits.Reserve();
        Accept(ref permits, 1);
        var third = permits.Reserve();

        permits.Settle(first, CreditOutcome.BurnedAll);
        permits.Settle(third, CreditOutcome.Returned);
        permits.Usable.ShouldBe(1, "accepted after the first send began");
        permits.Settle(second, CreditOutcome.Returned);
        permits.Usable.ShouldBe(1, "older than the refusal");
    }

    [Fact]
    public void Rejected_WithoutReservations_BurnsAll_AndNothingIsMarked()
    {
        var permits = Accepted(4);

        permits.Apply(PermitEvent.Rejected);

        permits.ShouldBe(default);
    }

    [Fact]
    public void LongTerm_IsOneThatDoesNotGetLess_UntilItIsRefused()
    {
        var permits = Accepted(2);
        permits.Apply(PermitEvent.AcceptedLongTerm);
        permits.Usable.ShouldBe(1);

        var mark = permits.Reserve();
        (permits.Usable, permits.Reserved, mark.LongTerm).ShouldBe((1, 1, true));
        permits.Settle(mark, CreditOutcome.Returned);
        (permits.Usable, permits.Reserved).ShouldBe((1, 0));

        permits.Settle(permits.Reserve(), CreditOutcome.Burned);
        (permits.Usable, permits.LongTerm).ShouldBe((0, false));
    }

    [Fact]
    public void Accepted_AfterALongTermOne_IsASingleOneAgain()
    {
        var permits = default(Permits);
        permits.Apply(PermitEvent.AcceptedLongTerm);

        permits.Apply(PermitEvent.Accepted);

        (permits.Usable, permits.LongTerm).ShouldBe((1, false));
    }

    [Fact]
    public void Return_ToALongTermPermit_DoesNotRaiseIt()
    {
        var permits = Accepted(1);
        var mark = permits.Reserve();
        permits.Apply(PermitEvent.AcceptedLongTerm);

        permits.Settle(mark, CreditOutcome.Returned);

        permits.Usable.ShouldBe(1);
    }

    [Fact]
    public void Refusal_OfASendFromBefore_LeavesALongTermPermitAlone()
    {
        var permits = Accepted(1);
        var mark = permits.Reserve();
        permits.Apply(PermitEvent.AcceptedLongTerm);

        permits.Settle(mark, CreditOutcome.BurnedAll);

        (permits.Usable, permits.LongTerm).ShouldBe((1, true));
    }

    [Fact]
    public void Refusal_OfALaterSend_LeavesOnlyWhatWasAcceptedSinceThatSend()
    {
        var permits = Accepted(2);
        permits.Reserve();
        Accept(ref permits, 1);
        var later = permits.Reserve();
        Accept(ref permits, 1);

        permits.Settle(later, CreditOutcome.BurnedAll);

        permits.Usable.ShouldBe(1);
    }

    [Fact]
    public void Undelivered_IsCounted_AndChangesNothingElse()
    {
        var permits = Accepted(2);
        var was = permits;

        permits.Apply(PermitEvent.Undelivered);

        permits.ShouldBe(Permits.Stored(2, 0, 0, was.Undelivered + 1, false, 0, 0));
        Permits.Stored(0, 0, 0, 1, false, 0, 0).IsEmpty.ShouldBeFalse();
    }

    [Fact]
    public void Stored_BringsBackEveryPart()
    {
        var permits = Permits.Stored(1, 2, 3, 4, true, 5, 6);

        (permits.Usable, permits.Reserved, permits.Uncertain, permits.Undelivered).ShouldBe((1, 2, 3, 4));
        (permits.LongTerm, permits.Earned, permits.Burned).ShouldBe((true, 5, 6));
    }

    [Fact]
    public void Apply_OfAnUnknownEvent_Throws() =>
        Should.Throw<ArgumentOutOfRangeException>(() => default(Permits).Apply((PermitEvent)99));

    private static Arbitrary<int> Count(int min) => Gen.Choose(min, 5).ToArbitrary();

    private static Permits Accepted(int number)
    {
        var permits = default(Permits);
        Accept(ref permits, number);
        return permits;
    }

    private static void Accept(ref Permits permits, int number)
    {
        for (var i = 0; i < number; i++)
            permits.Apply(PermitEvent.Accepted);
    }
}
