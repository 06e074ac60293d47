using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace WeChatPush.Server.Observability;

/// <summary>Exports metrics and traces over OTLP, if the <c>OTEL_*</c> variables say so; else nobody listens.</summary>
internal sealed partial class OtlpExport(IConfiguration configuration, ILogger<OtlpExport> logger) : IHostedService
{
    private const string DefaultName = "wechatpush";
    private const int FlushMilliseconds = 2000;

    private readonly OtlpSettings _settings = OtlpSettings.Read(configuration);
    private MeterProvider? _metrics;
    private TracerProvider? _traces;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (_settings.Metrics)
        {
            _metrics = Sdk.CreateMeterProviderBuilder()
                .SetResourceBuilder(Resource())
                .AddMeter(
                    TelemetryNames.Source,
                    "System.Runtime",
                    "System.Net.Http",
                    "Microsoft.AspNetCore.Hosting",
                    "Microsoft.AspNetCore.Server.Kestrel")
                .AddOtlpExporter()
                .Build();
        }

        if (_settings.Traces)
        {
            _traces = Sdk.CreateTracerProviderBuilder()
                .SetResourceBuilder(Resource())
                .AddSource(TelemetryNames.Source, "System.Net.Http", "Microsoft.AspNetCore")
                .AddProcessor(new WithoutQueries())
                .AddOtlpExporter()
                .Build();
        }

        if (_settings.Metrics || _settings.Traces)
            LogExporting(logger, Words(_settings));
        return Task.CompletedTask;
    }

    /// <summary>What has not been exported yet gets a moment; an exporter that hangs must not hold up the shutdown.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(
        Task.Run(() => _metrics?.Shutdown(FlushMilliseconds), CancellationToken.None),
        Task.Run(() => _traces?.Shutdown(FlushMilliseconds), CancellationToken.None));

    private ResourceBuilder Resource() => ResourceBuilder.CreateDefault()
        .AddService(
            configuration["OTEL_SERVICE_NAME"] is { Length: > 0 } name ? name : DefaultName,
            serviceVersion: typeof(OtlpExport).Assembly.GetName().Version?.ToString(3))
        .AddEnvironmentVariableDetector();

    private static string Words(OtlpSettings settings) => settings switch
    {
        { Metrics: true, Traces: true } => "Metrics and traces",
        { Metrics: true } => "Metrics",
        _ => "Traces",
    };

    [LoggerMessage(70, LogLevel.Information, "{Signals} are exported over OTLP, as the OTEL_ variables say.")]
    private static partial void LogExporting(ILogger logger, string signals);
}
