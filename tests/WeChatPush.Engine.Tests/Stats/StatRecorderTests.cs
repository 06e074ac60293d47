using WeChatPush.Credits;
using WeChatPush.Dispatching;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Receiving;
using WeChatPush.Sending;
using WeChatPush.Stats;
using WeChatPush.Telemetry;
using WeChatPush.TestSupport;

namespace WeChatPush.Engine.Tests.Stats;

public sealed class StatRecorderTests : IDisposable
{
    // The instruments are those of the process: other tests use them, too.
    private readonly string _app = $"stat-{Guid.NewGuid():N}"[..20];
    private readonly ManualTimeProvider _time = new(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly StatRecorder _recorder;

    public StatRecorderTests() => _recorder = new(_time);

    public void Dispose() => _recorder.Dispose();

    [Fact]
    public void Words_AreAllThatThereAre()
    {
        Enum.GetValues<ReceiveOutcome>().Select(EnumNames<ReceiveOutcome>.Get).ShouldBe(StatLayout.Pushes.Words, ignoreOrder: true);
        Enum.GetValues<ErrorClass>().Select(EnumNames<ErrorClass>.Get).ShouldBe(StatLayout.Sends.Words, ignoreOrder: true);
        Settlement[] settlements =
        [
            new Settlement.Done("done"), new Settlement.DeadLetter("dead"), new Settlement.Retry(default, "", true),
            new Settlement.Retry(default, "", false), new Settlement.Defer(default, ""),
        ];
        settlements.Select(SettlementPolicy.OutcomeOf).ShouldBe(StatLayout.Handled.Words.SkipLast(2));
        StatLayout.Timed.ShouldBeSubsetOf(StatLayout.Pushes.Words);
        EnumNames<CreditOutcome>.Get(CreditOutcome.Spent).ShouldBe("spent");
    }

    [Fact]
    public void Figures_AreCountedByApp_AndSlot()
    {
        Metrics.Answered(_app, "accepted", TimeSpan.FromMilliseconds(2));
        Metrics.Answered(_app, "accepted", TimeSpan.FromMilliseconds(2));
        Metrics.Answered(_app, "badSignature", TimeSpan.FromMilliseconds(0.1));
        Metrics.Answered("-", "unknownApp", TimeSpan.FromMilliseconds(1));
        Metrics.Settled(_app, "dead");
        Metrics.Called(_app, SendApis.SubscribeMessage, ErrorClass.User, TimeSpan.FromMilliseconds(30));
        Metrics.Called(_app, SendApis.MediaUpload, ErrorClass.Sent, TimeSpan.FromMilliseconds(30));
        Metrics.Earned(_app, "subscribe", 3);
        Metrics.CreditEnded(_app, "subscribe", "spent");
        Metrics.CreditEnded(_app, "subscribe", "returned");
        _time.Advance(TimeSpan.FromMinutes(5));
        Metrics.Settled(_app, "done");

        var slots = _recorder.List();
        slots.Select(slot => slot.At.Minute).ShouldBe([0, 5]);
        slots.SelectMany(slot => slot.Apps).ShouldNotContain(app => app.Key == "-");
        var first = slots[0].Get(_app);
        StatLayout.Pushes.Read(first).ShouldBe(new Dictionary<string, long> { ["accepted"] = 2, ["badSignature"] = 1 });
        StatLayout.Handled.Read(first).ShouldBe(new Dictionary<string, long> { ["dead"] = 1 });
        StatLayout.Sends.Read(first).ShouldBe(new Dictionary<string, long> { ["user"] = 1 });
        (first[StatLayout.Earned], first[StatLayout.Spent]).ShouldBe((3, 1));
        AnswerTimes.Quantile(first, 0.01).ShouldNotBeNull().ShouldBeInRange(1.3, 3);
        StatLayout.Handled.Read(slots[1].Get(_app)).ShouldBe(new Dictionary<string, long> { ["done"] = 1 });
    }

    [Fact]
    public async Task Counting_TakesNoMemory()
    {
        Metrics.Answered(_app, "accepted", TimeSpan.FromMilliseconds(2));

        // Other listeners of the process may take some now and then; this one would take some each time.
        await Eventually.TrueAsync(() => Task.FromResult(Allocated() == 0), () => "Each time it took memory.");

        long Allocated()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
                Metrics.Answered(_app, "accepted", TimeSpan.FromMilliseconds(2));
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Slots_ThatCannotBeWritten_AreGivenUpAfterAnHour()
    {
        for (var i = 0; i < 20; i++)
        {
            Metrics.Settled(_app, "done");
            _time.Advance(StatSlots.Length);
        }

        _recorder.List().Count.ShouldBe(StatRecorder.MaxSlots);
        _recorder.List()[0].At.ShouldBe(_time.GetUtcNow() - StatRecorder.MaxSlots * StatSlots.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.04)]
    [InlineData(0.3)]
    [InlineData(7)]
    [InlineData(4900)]
    [InlineData(60000)]
    public void Quantiles_AreAsFarOffAsAClassIsWide(double milliseconds)
    {
        var figures = new StatFigures();
        AnswerTimes.Quantile(figures, 0.5).ShouldBeNull();
        for (var i = 0; i < 100; i++)
            figures.Add(AnswerTimes.Find(milliseconds / 1000), 1);

        var real = Math.Clamp(milliseconds, 0.04, 15_000);
        foreach (var share in (double[])[0.01, 0.5, 0.99])
            AnswerTimes.Quantile(figures, share).ShouldNotBeNull().ShouldBeInRange(real / 1.6, real * 1.6);
    }

    [Fact]
    public void Figures_AreReadAsTheyWereWritten_AndWhatIsBrokenIsNothing()
    {
        var figures = new StatFigures();
        figures.Write().ShouldBeEmpty();
        figures.Add(0, 12_345_678);
        figures.Add(127, 1);
        figures.NoteQueue(3, 70);
        figures.NoteQueue(1, 80);
        var content = figures.Write();

        var read = StatFigures.Read(content);
        (read[0], read[127], read[StatLayout.Depth], read[StatLayout.Oldest], read[StatLayout.Looks]).ShouldBe((12_345_678, 1, 3, 80, 2));
        content.Length.ShouldBeLessThan(16);
        foreach (var broken in (byte[][])[[], [1], [200, 200], [250, 250, 250, 250, 250, 250], [255, 1, 1], content[..^1]])
            StatFigures.Read(broken)[0].ShouldBe(0);
    }
}
