using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPush.Storage;

internal static class StorageServices
{
    /// <summary>The embedded store, opened when it is first asked for; where it lives is settled for the life of the process.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new SqliteStore(
            Path.Combine(provider.GetRequiredService<IOptionsMonitor<WeChatPushOptions>>().CurrentValue.DataDirectory, "wechatpush.db"),
            provider.GetRequiredService<ILogger<SqliteStore>>()));
        services.AddHealthChecks().AddCheck<StoreHealth>("store", tags: ["ready"]);
        return services;
    }
}
