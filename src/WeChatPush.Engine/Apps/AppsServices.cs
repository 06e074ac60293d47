using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace WeChatPush.Apps;

internal static class AppsServices
{
    public static IServiceCollection AddApps(this IServiceCollection services)
    {
        services.TryAddSingleton<AppCatalog>();
        return services;
    }
}
