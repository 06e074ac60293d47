using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using WeChatPush.Coordination;
using WeChatPush.Storage;
using WeChatPush.Telemetry;
using WeChatPush.TestSupport;

namespace WeChatPush.Engine.Tests.Telemetry;

public sealed class GaugesTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private readonly ScriptedGauge _gauge = new();
    private readonly ConcurrentQueue<(long Value, object? App)> _seen = new();
    private readonly MeterListener _listener = new();
    private Gauges _gauges = null!;

    public Task InitializeAsync()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == _gauge.Name)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) => _seen.Enqueue((value, tags[0].Value)));
        _gauges = new([_gauge], new BackgroundFailures(_time), _time, NullLogger<Gauges>.Instance);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _gauges.StopAsync(CancellationToken.None);
        _gauges.Dispose();
        _listener.Dispose();
    }

    [Fact]
    public async Task Gauge_WhenAListenerComes_IsReadAtOnce_AndShowsWhatWasReadLast()
    {
        _gauge.Value = 7;
        _listener.Start();
        await _gauges.StartAsync(CancellationToken.None);
        await _gauge.ReadAsync(times: 1);

        await ShouldShowAsync(7);
        _gauge.Value = 8;
        await ShouldShowAsync(7);
        await NextReadAsync();
        await ShouldShowAsync(8);
    }

    [Fact]
    public async Task Gauge_WhenItCannotBeRead_ShowsNothing_UntilItCan()
    {
        _gauge.Value = 7;
        _listener.Start();
        await _gauges.StartAsync(CancellationToken.None);
        await _gauge.ReadAsync(times: 1);

        _gauge.Problem = new StoreUnavailableException("away");
        await NextReadAsync();
        await ShouldShowAsync();
        _gauge.Problem = new InvalidOperationException("broken");
        await NextReadAsync();
        await ShouldShowAsync();
        _gauge.Problem = null;
        await NextReadAsync();
        await ShouldShowAsync(7);
    }

    private Task NextReadAsync()
    {
        var next = _gauge.ReadAsync(_gauge.Reads + 1);
        _time.Advance(Gauges.Interval);
        return next;
    }

    // What was read is shown a moment after it was asked for.
    private Task ShouldShowAsync(params long[] values) => Eventually.TrueAsync(
        () =>
        {
            _seen.Clear();
            _listener.RecordObservableInstruments();
            return _seen.SequenceEqual(values.Select(value => (value, (object?)"shop")));
        },
        () => $"shown: {string.Join(' ', _seen)}");

    private sealed class ScriptedGauge : IGauge
    {
        private readonly SemaphoreSlim _read = new(0);
        private int _reads;

        public string Name { get; } = $"wechatpush.test.{Guid.NewGuid():N}";

        public string Unit => "{thing}";

        public string Description => "Things.";

        public long Value { get; set; }

        public Exception? Problem { get; set; }

        public int Reads => Volatile.Read(ref _reads);

        public async Task ReadAsync(int times)
        {
            while (Reads < times)
                (await _read.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeTrue("the gauge was not read");
        }

        public ValueTask<IReadOnlyList<GaugeReading>> ReadAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _reads);
            _read.Release();
            return Problem is null
                ? ValueTask.FromResult<IReadOnlyList<GaugeReading>>([new(Value, new KeyValuePair<string, object?>(TagNames.App, "shop"))])
                : ValueTask.FromException<IReadOnlyList<GaugeReading>>(Problem);
        }
    }
}
