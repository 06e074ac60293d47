using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatPush.Coordination;
using WeChatPush.Inbox;
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

    /// <summary>
    /// Puts a spool, which must be registered as <see cref="IPushSpool"/>, before the inbox of a shared store, which must
    /// be an <see cref="ISpoolTarget"/>.
    /// </summary>
    public static IServiceCollection AddSpool(this IServiceCollection services)
    {
        services.TryAddSingleton<ISpoolDepth>(provider => provider.GetRequiredService<IPushSpool>());
        services.TryAddSingleton<SharedStoreWatch>();
        services.TryAddSingleton<IInbox>(provider => ActivatorUtilities.CreateInstance<SpoolingInbox>(
            provider, provider.GetRequiredService<IStoreEngine>().Inbox));
        services.TryAddSingleton(provider => (ISpoolTarget)provider.GetRequiredService<IStoreEngine>().Inbox);
        services.AddSupervised<SpoolDrain>();
        services.AddHealthChecks().AddCheck<SpoolHealth>("store", tags: ["ready"]);
        return services;
    }
}
