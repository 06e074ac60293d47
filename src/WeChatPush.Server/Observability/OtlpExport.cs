using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace WeChatPush.Server.Observability;

/// <summary>
/// Logs at the start what is exported, and bounds the flush at shutdown: the providers themselves would wait five seconds
/// each for an exporter that hangs.
/// </summary>
internal sealed partial class OtlpExport(
    ILogger<OtlpExport> logger, MeterProvider? metrics = null, TracerProvider? traces = null) : IHostedService
{
    private const int FlushMilliseconds = 2000;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        LogExporting(logger, (metrics, traces) switch
        {
            (not null, not null) => "Metrics and traces",
            (not null, null) => "Metrics",
            _ => "Traces",
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(
        Task.Run(() => metrics?.Shutdown(FlushMilliseconds), CancellationToken.None),
        Task.Run(() => traces?.Shutdown(FlushMilliseconds), CancellationToken.None));

    [LoggerMessage(70, LogLevel.Information, "{Signals} are exported over OTLP, as the OTEL_ variables say.")]
    private static partial void LogExporting(ILogger logger, string signals);
}
