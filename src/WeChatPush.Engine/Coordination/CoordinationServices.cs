using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace WeChatPush.Coordination;

internal static class CoordinationServices
{
    /// <summary>Adds what background services report to, and the one that reads the gauges.</summary>
    public static IServiceCollection AddCoordination(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<BackgroundFailures>();
        services.AddHealthChecks().AddCheck<BackgroundHealth>("background", tags: ["ready"]);
        services.AddSupervised<Gauges>();
        return services;
    }

    /// <summary>Adds a background service under supervision.</summary>
    public static IServiceCollection AddSupervised<TService>(this IServiceCollection services)
        where TService : BackgroundService
    {
        services.TryAddSingleton<TService>();
        return services.AddHostedService<SupervisedService<TService>>();
    }
}
