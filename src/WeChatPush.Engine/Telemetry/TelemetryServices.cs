using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Coordination;

namespace WeChatPush.Telemetry;

internal static class TelemetryServices
{
    public static IServiceCollection AddTelemetry(this IServiceCollection services) =>
        services.AddSupervised<Gauges>();
}
