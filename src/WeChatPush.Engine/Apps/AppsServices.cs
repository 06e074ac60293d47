using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace WeChatPush.Apps;

internal static class AppsServices
{
    /// <summary>The catalogue and its sources, in the order in which they count.</summary>
    public static IServiceCollection AddApps(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IAppSource, ConfiguredApps>());
        services.TryAddSingleton<AppCatalog>();
        services.TryAddSingleton<IAppCatalog>(provider => provider.GetRequiredService<AppCatalog>());
        return services;
    }
}
