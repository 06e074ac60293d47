using FsCheck;
using FsCheck.Fluent;
using WeChatPush.Campaigns;
using WeChatPush.Campaigns.Running;

namespace WeChatPush.Engine.Tests.Campaigns;

public sealed class SlotScheduleTests
{
    /// <summary>Whenever some are asked for, as claims do: slots follow one another, and never faster than the factor says.</summary>
    [Fact]
    public void Next_KeepsTheRate_AndCatchesUpWithNoMoreThanTheBacklog() =>
        Prop.ForAll(
            Gen.Choose(1, 2_000).ToArbitrary(),
            (from number in Gen.Choose(1, 50)
             from milliseconds in Gen.Choose(0, 4_000)
             from missed in Gen.Choose(0, 4)
             select (number, milliseconds, missed: missed == 0)).ListOf(40).ToArbitrary(),
            (rate, asks) =>
            {
                var (state, now) = (new SlotState(0, 0), 1_764_000_000_000_000L);
                var last = long.MinValue;
                var fastest = SlotSchedule.Spacing(rate) / SlotSchedule.CatchUpFactor;
                foreach (var (some, milliseconds, missed) in asks)
                {
                    var number = Math.Min(some, 2 * SlotSchedule.ClaimSize(rate));
                    now += milliseconds * 1000L;
                    var (next, slots) = SlotSchedule.Next(state, rate, number, now, missed);

                    var first = now + (long)slots.StartsIn.TotalMicroseconds;
                    first.ShouldBeGreaterThanOrEqualTo(last, "slots do not overlap");
                    first.ShouldBeGreaterThanOrEqualTo(now - (long)SlotSchedule.CatchUp.TotalMicroseconds);
                    slots.Spacing.ShouldBeInRange(fastest, SlotSchedule.Spacing(rate));
                    (next.NextSlot - next.DueSlot).ShouldBeLessThanOrEqualTo(
                        (long)(SlotSchedule.MaxBacklog + (SlotSchedule.Spacing(rate) * number)).TotalMicroseconds
                        + Math.Max(0, first - now));
                    next.NextSlot.ShouldBeGreaterThanOrEqualTo(state.NextSlot);
                    (state, last) = (next, next.NextSlot);
                }
            }).QuickCheckThrowOnFailure();

    /// <summary>
    /// At 100 a second, five slots, in microseconds from now: where the campaign stood, where it stands then, when the first slot
    /// is and how far apart they are.
    /// </summary>
    [Theory]
    [InlineData(-1_000_000_000, -1_000_000_000, false, 25_000, 25_000, -25_000, 10_000)] // never begun
    [InlineData(5_000, 5_000, false, 55_000, 55_000, 5_000, 10_000)] // on time
    [InlineData(5_000, 5_000, true, 55_000, 5_000, 5_000, 10_000)] // on time, then missed
    [InlineData(5_000, 4_000, false, 55_000, 54_000, 5_000, 10_000)] // behind by as little as is tolerated
    [InlineData(5_000, 3_999, false, 50_454, 53_999, 5_000, 9_090.9)] // behind by more
    [InlineData(5_000, -500_000, false, 50_454, -450_000, 5_000, 9_090.9)] // far behind
    [InlineData(0, -5_000_000, false, 45_454, -1_950_000, 0, 9_090.9)] // by more than is caught up with
    [InlineData(-2_000_000, -2_000_000, false, 20_454, -1_950_000, -25_000, 9_090.9)] // the longest hold-up
    [InlineData(-2_000_001, -2_000_001, false, 25_000, 25_000, -25_000, 10_000)] // a pause
    [InlineData(61_000_000, 61_000_000, false, 61_050_000, 61_050_000, 61_000_000, 10_000)] // as far ahead as slots are given
    [InlineData(61_000_001, 61_000_001, false, 25_000, 25_000, -25_000, 10_000)] // a clock that was set back
    public void Next_FromAStandingToTheNext(
        long nextSlot, long dueSlot, bool missed, long newNext, long newDue, long startsIn, double spacing)
    {
        const long now = 1_764_000_000_000_000;

        var (state, slots) = SlotSchedule.Next(new(now + nextSlot, now + dueSlot), 100, 5, now, missed);

        (state.NextSlot - now).ShouldBe(newNext);
        (state.DueSlot - now).ShouldBe(newDue);
        slots.StartsIn.TotalMicroseconds.ShouldBe(startsIn);
        slots.Spacing.TotalMicroseconds.ShouldBe(spacing, 0.1);
    }

    [Theory]
    [InlineData(0.02, 1)]
    [InlineData(7, 1)]
    [InlineData(8, 2)]
    [InlineData(100, 25)]
    [InlineData(1024, 256)]
    [InlineData(100_000, 256)]
    public void ClaimSize_IsAQuarterOfASecond_WithinItsLimits(double rate, int size) => SlotSchedule.ClaimSize(rate).ShouldBe(size);

    [Theory]
    [InlineData(2000, 80)]
    [InlineData(50, 80)]
    [InlineData(10, 400)]
    [InlineData(1, 4000)]
    public void StallTimeout_IsFourSlots_OrTheLeast(double rate, int milliseconds) =>
        SlotSchedule.StallTimeout(rate).ShouldBe(TimeSpan.FromMilliseconds(milliseconds));

    [Theory]
    [InlineData(2000, 165)]
    [InlineData(1, 750)]
    public void WriteTolerance_IsHalfAsLongAgainAsTheToleranceToBegin(double rate, int milliseconds) =>
        SlotSchedule.WriteTolerance(rate).ShouldBe(TimeSpan.FromMilliseconds(milliseconds));

    [Theory]
    [InlineData("1970-01-01T15:59:59Z", 0)]
    [InlineData("1970-01-01T16:00:00Z", 1)]
    [InlineData("1970-01-02T15:59:59Z", 1)]
    [InlineData("2026-03-01T23:59:59+08:00", 20_513)]
    [InlineData("2026-03-02T00:00:00+08:00", 20_514)]
    public void DayOf_IsTheDayOfChina(string moment, long day) =>
        SlotSchedule.DayOf(DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(day);

    [Theory]
    [InlineData(2000, 110)]
    [InlineData(2.5, 200)]
    [InlineData(1, 500)]
    [InlineData(0.02, 25_000)]
    public void BeginTolerance_WhenMessagesAreFew_IsHalfTheWayToTheNext(double rate, int milliseconds) =>
        SlotSchedule.BeginTolerance(rate).ShouldBe(TimeSpan.FromMilliseconds(milliseconds));

    [Theory]
    [InlineData(200, 1)]
    [InlineData(201, 0)]
    public void Ready_WhenItsSlotPassed_IsDueWithinTheTolerance_AndLateAfterIt(int milliseconds, int due)
    {
        var queue = new ReadyQueue(TimeSpan.FromMilliseconds(200));
        queue.Add([default], new Slots(TimeSpan.Zero, TimeSpan.FromSeconds(1)), askedAt: TimeSpan.FromSeconds(5));

        queue.TakeDue(TimeSpan.FromSeconds(4.9), 10).ShouldSatisfyAllConditions(
            early => early.Due.ShouldBeEmpty(), early => early.Late.ShouldBeEmpty());
        var now = queue.TakeDue(TimeSpan.FromSeconds(5) + TimeSpan.FromMilliseconds(milliseconds), 10);

        now.Due.Count.ShouldBe(due);
        now.Late.Count.ShouldBe(1 - due);
    }
}
