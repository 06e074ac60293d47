using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatPush.Coordination;

namespace WeChatPush.Dispatching;

internal static class DispatchingServices
{
    public static IServiceCollection AddDispatching(this IServiceCollection services)
    {
        services.TryAddSingleton<PushEvents>();
        services.TryAddSingleton<DispatcherHealth>();
        services.AddSupervised<Dispatcher>();
        services.AddSupervised<DueWatch>();
        services.AddHealthChecks().AddCheck<DispatcherHealthCheck>("dispatcher", tags: ["ready"]);
        return services;
    }
}
