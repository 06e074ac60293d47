using FsCheck;
using FsCheck.Fluent;
using WeChatPush.Campaigns;
using WeChatPush.Campaigns.Running;

namespace WeChatPush.Engine.Tests.Campaigns;

public sealed class SlotScheduleTests
{
    /// <summary>Whatever is asked for, and whenever: slots follow one another, and never faster than the factor says.</summary>
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
                foreach (var (number, milliseconds, missed) in asks)
                {
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
