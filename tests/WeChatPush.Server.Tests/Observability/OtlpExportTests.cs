using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using WeChatPush.Server.Observability;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Server.Tests.Observability;

public sealed class OtlpExportTests
{
    private readonly FakeLogCollector _log = new();

    [Theory]
    [InlineData(null, "")]
    [InlineData("Metrics and traces", "OTEL_EXPORTER_OTLP_ENDPOINT")]
    [InlineData("Metrics", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT")]
    [InlineData("Traces", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")]
    public async Task Start_WhenAnEndpointIsGiven_ExportsToItAndSaysWhat(string? signals, string variable)
    {
        using var collector = Listen();
        using var host = Host(variable, collector);
        await host.StartAsync();

        (host.Services.GetService<MeterProvider>() is not null).ShouldBe(signals is "Metrics and traces" or "Metrics");
        (host.Services.GetService<TracerProvider>() is not null).ShouldBe(signals is "Metrics and traces" or "Traces");
        _log.Lines.ShouldBe(
            signals is null ? [] : [$"Information: {signals} are exported over OTLP, as the OTEL_ variables say."]);
        await host.StopAsync();
    }

    [Fact]
    public async Task Stop_WhenTheCollectorHangs_WaitsForItOnce_AndNotLong()
    {
        using var collector = Listen();
        var host = Host("OTEL_EXPORTER_OTLP_ENDPOINT", collector);
        await host.StartAsync();
        using (host.Services.GetRequiredService<TracerProvider>().GetTracer(TelemetryNames.Source).StartSpan("test"))
        {
        }

        var stop = Task.Run(async () =>
        {
            await host.StopAsync();
            host.Dispose();
        });

        // Both flushes at once, two seconds each; without the bound it is five seconds after five.
        await stop.WaitAsync(TimeSpan.FromSeconds(8));
    }

    // Takes connections and never answers.
    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private IHost Host(string variable, TcpListener collector)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.AddProvider(new FakeLoggerProvider(_log)).AddFilter("Microsoft", LogLevel.None);
        builder.Configuration.AddInMemoryCollection(
        [
            new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            new(variable, $"http://{collector.LocalEndpoint}"),
        ]);
        builder.AddServerTelemetry();
        return builder.Build();
    }
}
