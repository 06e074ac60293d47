using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace WeChatPush.Coordination;

internal static class CoordinationServices
{
    /// <summary>Adds what background services report to, and those that serve every stage.</summary>
    public static IServiceCollection AddCoordination(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<BackgroundFailures>();
        services.AddHealthChecks().AddCheck<BackgroundHealth>("background", tags: ["ready"]);
        services.AddSupervised<InstanceAnnouncer>();
        services.TryAddSingleton<IInstances>(provider => provider.GetRequiredService<InstanceAnnouncer>());
        services.AddSupervised<Gauges>();
        services.AddSupervised<RetentionSweeper>();
        return services;
    }

    /// <summary>Adds what a stage forgets when it has had its time.</summary>
    public static IServiceCollection AddSweep<TSweep>(this IServiceCollection services)
        where TSweep : class, ISweep
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISweep, TSweep>());
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
