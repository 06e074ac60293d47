using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatPush.Telemetry;

namespace WeChatPush.Spool;

internal static class SpoolServices
{
    /// <summary>What is measured of a spool, whether there is one or not.</summary>
    public static IServiceCollection AddSpoolDepth(this IServiceCollection services)
    {
        services.TryAddSingleton<ISpoolDepth, NoSpool>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IGauge, SpoolDepthGauge>());
        return services;
    }
}
