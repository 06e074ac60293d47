using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatPush.Coordination;

namespace WeChatPush.Apps;

internal static class AppsServices
{
    /// <summary>The catalogue and its sources, in the order in which they count.</summary>
    public static IServiceCollection AddApps(this IServiceCollection services)
    {
        services.TryAddSingleton<ConfiguredApps>();
        services.TryAddSingleton<StoredApps>();
        services.AddSingleton<IAppSource>(provider => provider.GetRequiredService<ConfiguredApps>());
        services.AddSingleton<IAppSource>(provider => provider.GetRequiredService<StoredApps>());
        services.TryAddSingleton<AppManager>();
        services.TryAddSingleton<IStoredApps>(provider => provider.GetRequiredService<AppManager>());
        services.AddSupervised<RotationEnd>();
        services.AddHealthChecks().AddCheck<StoredAppsHealth>("stored apps", tags: ["ready"]);
        services.TryAddSingleton<AppCatalog>();
        services.TryAddSingleton<IAppCatalog>(provider => provider.GetRequiredService<AppCatalog>());
        return services;
    }
}
