using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace WeChatPush.Dispatching;

internal static class DispatchingServices
{
    public static IServiceCollection AddDispatching(this IServiceCollection services)
    {
        services.TryAddSingleton<DispatcherHealth>();
        services.AddHostedService<Dispatcher>();
        services.AddHealthChecks().AddCheck<DispatcherHealthCheck>("dispatcher", tags: ["ready"]);
        services.AddHostedService<Housekeeper>();
        return services;
    }
}
