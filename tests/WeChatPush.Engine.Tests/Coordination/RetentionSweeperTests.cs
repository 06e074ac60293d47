using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using WeChatPush.Coordination;
using WeChatPush.Storage;
using WeChatPush.TestSupport;

namespace WeChatPush.Engine.Tests.Coordination;

public sealed class RetentionSweeperTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private readonly FakeLogCollector _log = new();
    private readonly Sweep _often = new(TimeSpan.FromSeconds(30));
    private readonly Sweep _seldom = new(TimeSpan.FromMinutes(10));
    private RetentionSweeper _sweeper = null!;

    public async Task InitializeAsync()
    {
        _sweeper = new RetentionSweeper([_often, _seldom], _time, new FakeLogger<RetentionSweeper>(_log));
        await _sweeper.StartAsync(default);
    }

    public async Task DisposeAsync()
    {
        await _sweeper.StopAsync(default);
        _sweeper.Dispose();
    }

    [Fact]
    public async Task Run_SweepsEachStageInItsOwnTime()
    {
        await _time.RunAsync(_seldom.TimesAsync(2), TimeSpan.FromSeconds(10));

        _often.Times.ShouldBeInRange(15, 25);
        _seldom.Times.ShouldBe(2);
    }

    [Fact]
    public async Task Run_WhileMoreIsLeft_GoesOnSoon()
    {
        _seldom.More = 5;
        var begun = _time.GetUtcNow();

        await _time.RunAsync(_seldom.TimesAsync(8), TimeSpan.FromSeconds(1));

        (_time.GetUtcNow() - begun).ShouldBeInRange(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(22));
    }

    [Fact]
    public async Task Run_WhenTheStoreOfOneIsAway_SweepsTheOthers_AndSaysSo()
    {
        _often.Error = new StoreUnavailableException("away");

        await _time.RunAsync(_seldom.TimesAsync(2), TimeSpan.FromSeconds(10));

        _often.Times.ShouldBeGreaterThan(10);
        _log.GetSnapshot().ShouldContain(line => line.Level == LogLevel.Warning && line.Message == "Old things could not be swept: away");
    }

    private sealed class Sweep(TimeSpan interval) : ISweep
    {
        private int _times;

        public int Times => Volatile.Read(ref _times);

        public int More { get; set; }

        public StoreUnavailableException? Error { get; set; }

        public string What => "Old things";

        public TimeSpan Interval => interval;

        public ValueTask<bool> SweepAsync(int max, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _times);
            return Error is null ? ValueTask.FromResult(More-- > 0) : throw Error;
        }

        public Task TimesAsync(int times) => Task.Run(() => Eventually.TrueAsync(() => Times >= times, () => $"{Times} times"));
    }
}
