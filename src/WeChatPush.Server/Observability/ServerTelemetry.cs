using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace WeChatPush.Server.Observability;

/// <summary>Metrics and traces, exported over OTLP if the <c>OTEL_*</c> variables say so; else without a listener.</summary>
internal static class ServerTelemetry
{
    private const string DefaultName = "wechatpush";

    /// <summary>Registers what is exported, and its flush at shutdown.</summary>
    public static void AddServerTelemetry(this IHostApplicationBuilder builder)
    {
        var settings = OtlpSettings.Read(builder.Configuration);
        if (settings is { Metrics: false, Traces: false })
            return;

        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource
            .AddService(
                builder.Configuration["OTEL_SERVICE_NAME"] is { Length: > 0 } name ? name : DefaultName,
                serviceVersion: typeof(ServerTelemetry).Assembly.GetName().Version?.ToString(3))
            .AddEnvironmentVariableDetector());
        if (settings.Metrics)
        {
            telemetry.WithMetrics(metrics => metrics
                .AddMeter(
                    TelemetryNames.Source,
                    "System.Runtime",
                    "System.Net.Http",
                    "Microsoft.AspNetCore.Hosting",
                    "Microsoft.AspNetCore.Server.Kestrel")
                .AddOtlpExporter());
        }

        if (settings.Traces)
        {
            telemetry.WithTracing(traces => traces
                .AddSource(TelemetryNames.Source, "System.Net.Http", "Microsoft.AspNetCore")
                .AddProcessor(new QueryRedactionProcessor())
                .AddOtlpExporter());
        }

        builder.Services.AddHostedService<OtlpExport>();
    }
}
