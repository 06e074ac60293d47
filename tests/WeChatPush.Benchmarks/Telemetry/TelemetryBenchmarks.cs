using BenchmarkDotNet.Attributes;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using WeChatPush.Receiving;
using WeChatPush.Telemetry;

namespace WeChatPush.Benchmarks.Telemetry;

/// <summary>What the metrics cost a push on its way in: without a listener, and with OpenTelemetry's SDK.</summary>
[MemoryDiagnoser]
public class TelemetryBenchmarks
{
    private readonly TimeSpan _elapsed = TimeSpan.FromMilliseconds(1.5);
    private readonly int _batch = 32;
    private MeterProvider? _provider;

    /// <summary>Whether they are collected.</summary>
    [Params(false, true)]
    public bool Collected { get; set; }

    /// <summary>Begins to collect.</summary>
    [GlobalSetup]
    public void Begin()
    {
        if (!Collected)
            return;
        _provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter(TelemetryNames.Source)
            .AddReader(new PeriodicExportingMetricReader(new Nowhere()))
            .Build();
    }

    /// <summary>Ends it.</summary>
    [GlobalCleanup]
    public void End() => _provider?.Dispose();

    /// <summary>Everything that is measured for one answer.</summary>
    [Benchmark]
    public void Answered() => Metrics.Answered("bench", EnumNames<ReceiveOutcome>.Get(ReceiveOutcome.Accepted), _elapsed);

    /// <summary>What is measured once for each batch that is stored.</summary>
    [Benchmark]
    public void Stored() => Metrics.Stored("redis", _batch);

    private sealed class Nowhere : BaseExporter<Metric>
    {
        public override ExportResult Export(in Batch<Metric> batch) => ExportResult.Success;
    }
}
