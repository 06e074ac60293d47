using WeChatPush.Campaigns;
using WeChatPush.Campaigns.Running;

namespace WeChatPush.Engine.Tests.Campaigns;

public sealed class SlotScheduleTests
{
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
