using WeChatPush.Campaigns;
using WeChatPush.Campaigns.Running;
using WeChatPush.Protocol;
using WeChatPush.Sending;
using WeChatPush.Storage;
using WeChatPush.TestSupport;

namespace WeChatPush.Engine.Tests.Campaigns;

/// <summary>The small parts of a campaign that can be looked at alone.</summary>
public sealed class CampaignPartsTests
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    [Fact]
    public void Ready_LeaveAtTheirSlots_AndThoseWhoMissThemAreLate()
    {
        var queue = new ReadyQueue(200 * Millisecond);
        queue.Add([One(1), One(2), One(3)], new(100 * Millisecond, 100 * Millisecond), TimeSpan.Zero);
        queue.Next.ShouldBe(100 * Millisecond);
        queue.Until.ShouldBe(400 * Millisecond);

        queue.TakeDue(99 * Millisecond, 10).Due.ShouldBeEmpty();
        queue.TakeDue(100 * Millisecond, 10).Due.Select(one => one.Recipient.Number).ShouldBe([1]);
        var (due, late) = queue.TakeDue(401 * Millisecond, 10);
        due.Select(one => one.Recipient.Number).ShouldBe([3]);
        late.Select(one => one.Recipient.Number).ShouldBe([2]);
        queue.Count.ShouldBe(0);
    }

    [Fact]
    public void Ready_WhenThereIsNoRoom_Wait()
    {
        var queue = new ReadyQueue(200 * Millisecond);
        queue.Add([One(1), One(2), One(3)], new(TimeSpan.Zero, Millisecond), TimeSpan.Zero);

        queue.TakeDue(10 * Millisecond, 2).Due.Count.ShouldBe(2);
        queue.Clear().Single().Recipient.Number.ShouldBe(3);
        queue.Next.ShouldBeNull();
    }

    [Fact]
    public void BackOff_Doubles_UntilSomethingIsSent()
    {
        var time = new ManualTimeProvider();
        var backOff = new BackOff(time);
        backOff.Left.ShouldBeLessThanOrEqualTo(TimeSpan.Zero);
        var lengths = new List<double>();
        for (var i = 0; i < 7; i++)
        {
            backOff.Begin();
            backOff.Begin();
            lengths.Add(backOff.Left.TotalSeconds);
            time.Advance(backOff.Left);
        }

        lengths.ShouldBe([1, 2, 4, 8, 16, 30, 30]);
        backOff.Reset();
        backOff.Begin();
        backOff.Left.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task SlotGate_ForThoseInTime_IsOpen_AndGivesOthersASlotToWaitFor()
    {
        var time = new ManualTimeProvider();
        var (begun, asked) = (time.GetTimestamp(), 0);
        var gate = new RateGate(100 * Millisecond, Elapsed, Another, time);
        time.Advance(500 * Millisecond);

        gate.WaitAsync(400 * Millisecond, default).AsTask().IsCompletedSuccessfully.ShouldBeTrue();
        asked.ShouldBe(0);
        var late = gate.WaitAsync(399 * Millisecond, default).AsTask();
        asked.ShouldBe(1);
        late.IsCompleted.ShouldBeFalse();
        time.Advance(300 * Millisecond);
        await late;

        TimeSpan Elapsed() => time.GetElapsedTime(begun);

        ValueTask<TimeSpan> Another()
        {
            asked++;
            return new(800 * Millisecond);
        }
    }

    [Fact]
    public async Task SlotGate_WithoutAStore_GivesNoOtherSlot()
    {
        var gate = new RateGate(
            TimeSpan.Zero, () => Millisecond, () => throw new StoreUnavailableException("away"), new ManualTimeProvider());

        await Should.ThrowAsync<StoreUnavailableException>(() => gate.WaitAsync(TimeSpan.Zero, default).AsTask());
    }

    [Fact]
    public async Task SlotGate_ForThoseWhoAreEarly_OpensAtTheirSlot()
    {
        var time = new ManualTimeProvider();
        var begun = time.GetTimestamp();
        var gate = new RateGate(
            Millisecond, () => time.GetElapsedTime(begun), () => throw new InvalidOperationException(), time);

        var early = gate.WaitAsync(20 * Millisecond, default).AsTask();
        time.Advance(19 * Millisecond);
        early.IsCompleted.ShouldBeFalse();
        time.Advance(Millisecond);
        await early;
    }

    [Fact]
    public void HeadStart_FollowsWhatStartingTakes_ButNotToItsWorst()
    {
        var latency = new LatencyEstimate();
        latency.Length.ShouldBe(TimeSpan.Zero);
        latency.Record(TimeSpan.FromSeconds(10));
        latency.Length.ShouldBeInRange(10 * Millisecond, 15 * Millisecond);
        for (var i = 0; i < 50; i++)
            latency.Record(4 * Millisecond);
        latency.Length.ShouldBeInRange(4 * Millisecond, 5 * Millisecond);
    }

    [Fact]
    public void AnswerSilence_ReignsWhereManyWait_UntilOneIsAnswered()
    {
        var time = new ManualTimeProvider();
        var stall = new StallDetector(100 * Millisecond, time);
        time.Advance(100 * Millisecond);
        stall.IsStalled(1000).ShouldBeFalse();
        time.Advance(Millisecond);

        stall.IsStalled(1000).ShouldBeTrue();
        stall.IsStalled(15).ShouldBeFalse();
        stall.RecordAnswer();
        stall.IsStalled(1000).ShouldBeFalse();
    }

    [Theory]
    [InlineData("2026-11-21T21:59:00+08:00", null)]
    [InlineData("2026-11-21T22:00:00+08:00", "2026-11-22T08:00:00+08:00")]
    [InlineData("2026-11-21T19:30:00Z", "2026-11-22T08:00:00+08:00")]
    [InlineData("2026-11-22T07:59:59+08:00", "2026-11-22T08:00:00+08:00")]
    [InlineData("2026-11-22T08:00:00+08:00", null)]
    public void QuietHours_OverMidnight_EndInTheMorning(string moment, string? end)
    {
        var quiet = new QuietHours(new(22, 0), new(8, 0), TimeSpan.FromHours(8), QuietHoursAction.Wait);

        quiet.EndOf(Time(moment)).ShouldBe(end is null ? null : Time(end));
    }

    [Theory]
    [InlineData("你好", "你好")]
    [InlineData("{name}，你好", "小明，你好")]
    [InlineData("{name}{name}{ {1} {}", "小明小明{ {1} {}")]
    [InlineData("{会员 号}", "7")]
    [InlineData("{nick}", "{name}")]
    public void Fill_PutsValuesIn_Once(string text, string filled)
    {
        var values = new Dictionary<string, string> { ["name"] = "小明", ["会员 号"] = "7", ["nick"] = "{name}" };

        TextTemplate.OfValues(text).Fill(values.GetValueOrDefault, out var missing).ShouldBe(filled);
        missing.ShouldBeNull();
    }

    [Fact]
    public void Fill_WithoutAValue_NamesWhatIsMissing()
    {
        TextTemplate.OfValues("a {b} c").Fill(_ => null, out var missing).ShouldBeNull();
        missing.ShouldBe("b");
    }

    [Theory]
    [InlineData("Busy", "Busy", null, "BackOff")]
    [InlineData("Paused", "Quota", 3600, "Pause")]
    [InlineData("Paused", "Quota", 0, "BackOff")]
    [InlineData("Failed", "Operator", 300, "Pause")]
    [InlineData("Failed", "Operator", null, "Pause")]
    [InlineData("Failed", "Request", null, "Settle")]
    [InlineData("Refused", "User", null, "Settle")]
    [InlineData("Sent", "Sent", null, "Settle")]
    public void Decide_TellsWhatIsToBeDone(string outcome, string errorClass, int? retryAfter, string verdict)
    {
        var now = Time("2026-11-21T08:00:00Z");
        var result = new SendResult
        {
            Outcome = Enum.Parse<SendOutcome>(outcome),
            Class = Enum.Parse<ErrorClass>(errorClass),
            RetryAfter = retryAfter is { } seconds ? now.AddSeconds(seconds) : null,
        };

        SendResultPolicy.Decide(result, now).ToString().ShouldBe(verdict);
    }

    [Theory]
    [InlineData(0, "rate")]
    [InlineData(double.NaN, "rate")]
    [InlineData(1e9, "rate")]
    public void Check_OfARate_ThatCannotBeKept_Complains(double rate, string field) =>
        PlanCheck.Check(CampaignHarness.Plan() with { Rate = rate }).Keys.ShouldBe([field]);

    [Fact]
    public void Check_HoldsTextsWithoutFieldsToTheirRules_AndEveryoneToHavingNone()
    {
        var plan = CampaignHarness.Plan() with
        {
            Name = "",
            Page = "pages/{id}",
            Data = new Dictionary<string, string>
            {
                ["thing1"] = new string('长', 21), ["thing2"] = "{name}", ["thing3"] = "好",
            },
            Limits = new() { PerUserPerDay = 0, QuietHours = new(new(8, 0), new(8, 0), TimeSpan.FromHours(8), default) },
        };

        PlanCheck.Check(plan).Keys.ShouldBe(
            ["data.thing1.value", "data.thing2.value", "limits.perUserPerDay", "limits.quietHours", "name", "page"]);
        PlanCheck.Check(plan with { Audience = CampaignAudience.List }).Keys.ShouldBe(
            ["data.thing1.value", "limits.perUserPerDay", "limits.quietHours", "name"]);
    }

    private static Ready One(long number) => new(
        new() { App = "shop", Campaign = "c", Number = number, Holder = "h", OpenId = $"o{number}" }, 0);

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
