using Microsoft.Extensions.DependencyInjection;

namespace WeChatPush.Telemetry;

internal static class TelemetryServices
{
    public static IServiceCollection AddTelemetry(this IServiceCollection services) =>
        services.AddHostedService<Gauges>();
}
