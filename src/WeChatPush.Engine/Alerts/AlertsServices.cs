using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatPush.Coordination;

namespace WeChatPush.Alerts;

internal static class AlertsServices
{
    /// <summary>Adds alerts: what is looked at, and where it is said.</summary>
    public static IServiceCollection AddAlerts(this IServiceCollection services)
    {
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IAlertSource, DeadLetterSource>(),
            ServiceDescriptor.Singleton<IAlertSource, StopSource>(),
            ServiceDescriptor.Singleton<IAlertSource, SpoolSource>(),
            ServiceDescriptor.Singleton<IAlertSource, MissingHandlerSource>(),
            ServiceDescriptor.Singleton<IAlertSource, LagSource>(),
        ]);
        services.AddAlertClient();
        services.TryAddSingleton<AlertRecords>();
        services.TryAddSingleton<AlertDestinations>();
        services.TryAddSingleton<AlertSender>();
        services.TryAddSingleton<AlertStates>();
        services.AddSupervised<AlertWatch>();
        services.TryAddSingleton<IAlerts, AlertManager>();
        services.AddHealthChecks().AddCheck<AlertHealth>("alerts", tags: ["ready"]);
        return services;
    }

    /// <summary>
    /// An address holds the robot's key, so nothing that would write it down is attached to the client. A redirect would send the
    /// alert to a destination that was not configured; it is not followed.
    /// </summary>
    private static void AddAlertClient(this IServiceCollection services)
    {
        services.AddHttpClient(AlertClient.Name)
            // Time is the pipeline's business.
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .UseSocketsHttpHandler((handler, _) =>
            {
                handler.ConnectTimeout = TimeSpan.FromSeconds(3);
                handler.PooledConnectionLifetime = TimeSpan.FromMinutes(2);
                handler.AllowAutoRedirect = false;
                handler.UseCookies = false;
                handler.ActivityHeadersPropagator = null;
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        services.TryAddSingleton<AlertClient>();
    }
}
