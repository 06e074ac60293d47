using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPush.Storage.Redis;

namespace WeChatPush.Storage;

internal static class StorageServices
{
    /// <summary>
    /// The embedded store and, if there is a connection string, the shared one; each opened when it is first asked for.
    /// Where they live is settled for the life of the process.
    /// </summary>
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new SqliteStore(
            Path.Combine(provider.GetRequiredService<IOptionsMonitor<WeChatPushOptions>>().CurrentValue.DataDirectory, "wechatpush.db"),
            provider.GetRequiredService<ILogger<SqliteStore>>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WeChatPushOptions>, RedisSettingsValidator>());
        services.TryAddSingleton(provider => RedisConnection.To(
            RedisSettings.Find(provider.GetService<IConfiguration>()) ?? throw new InvalidOperationException($"{RedisSettings.Key} is not set."),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RedisConnection>>()));
        services.AddHealthChecks().AddCheck<StoreHealth>("store", tags: ["ready"]);
        return services;
    }
    /// <summary>Whether the store is shared by several instances.</summary>
    public static bool HasSharedStore(this IServiceProvider provider) =>
        RedisSettings.Find(provider.GetService<IConfiguration>()) is not null;
}
