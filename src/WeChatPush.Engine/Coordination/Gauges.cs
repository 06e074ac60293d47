using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeChatPush.Storage;
using WeChatPush.Telemetry;

namespace WeChatPush.Coordination;

/// <summary>
/// Reads the gauges at an interval, so that a collector gets the last readings and waits for no store. Without a collector
/// nothing is read. A gauge that cannot be read shows nothing rather than its old value.
/// </summary>
internal sealed partial class Gauges(
    IEnumerable<IGauge> gauges, BackgroundFailures failures, TimeProvider time, ILogger<Gauges> logger)
    : BackgroundService
{
    /// <summary>How old a figure may get; a look costs each store a few small queries.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, IReadOnlyList<GaugeReading>> _readings = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The meter ends with the service, so that no collector sees the figures of a stopped one.
        using var meter = new Meter(TelemetryNames.Source);
        var all = gauges.Select(gauge => (Gauge: gauge, Instrument: Create(meter, gauge))).ToList();
        using var ticks = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                foreach (var (gauge, instrument) in all)
                {
                    if (instrument.Enabled)
                        await ReadAsync(gauge, stoppingToken);
                }
            }
            while (await ticks.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private ObservableGauge<long> Create(Meter meter, IGauge gauge) => meter.CreateObservableGauge(
        gauge.Name,
        () => _readings.GetValueOrDefault(gauge.Name, []).Select(reading => new Measurement<long>(reading.Value, reading.Tags)),
        gauge.Unit,
        gauge.Description);

    private async Task ReadAsync(IGauge gauge, CancellationToken cancellationToken)
    {
        try
        {
            _readings[gauge.Name] = await gauge.ReadAsync(cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // Health reports this already.
            _readings.TryRemove(gauge.Name, out _);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            _readings.TryRemove(gauge.Name, out _);
            failures.Report($"{nameof(Gauges)} {gauge.Name}", error);
            LogFailed(logger, gauge.Name, error);
        }
    }

    [LoggerMessage(700, LogLevel.Error, "The gauge {Gauge} cannot be read.")]
    private static partial void LogFailed(ILogger logger, string gauge, Exception error);
}
