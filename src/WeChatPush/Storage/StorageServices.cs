using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPush.Coordination;
using WeChatPush.Storage.Redis;

namespace WeChatPush.Storage;

internal static class StorageServices
{
    /// <summary>
    /// The embedded store and, if there is a connection string, the shared one; each opened when it is first asked for.
    /// Where they live is settled for the life of the process.
    /// </summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, string? redis)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new SqliteStore(
            Path.Combine(SettingsOf(provider).DataDirectory, "wechatpush.db"),
            provider.GetRequiredService<ILogger<SqliteStore>>()));
        if (redis is not null)
            services.AddRedis(redis);
        services.TryAddSingleton<ISharedKeys, SqliteSharedKeys>();
        return services;
    }

    private static IServiceCollection AddRedis(this IServiceCollection services, string text)
    {
        services.AddSingleton<IValidateOptions<WeChatPushOptions>>(new RedisSettingsValidator(text));
        services.TryAddSingleton(provider =>
        {
            // Whatever is wrong with the configuration is told all at once.
            _ = SettingsOf(provider);
            return RedisConnection.To(
                text,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<RedisConnection>>());
        });
        services.TryAddSingleton<RedisMarker>();
        services.TryAddSingleton<RedisState>();
        services.AddSupervised<RedisCheck>();
        services.AddHealthChecks().AddCheck<RedisHealth>("redis", tags: ["ready"]);
        services.TryAddSingleton<ISharedKeys, RedisSharedKeys>();
        return services;
    }

    private static WeChatPushOptions SettingsOf(IServiceProvider provider) =>
        provider.GetRequiredService<IOptionsMonitor<WeChatPushOptions>>().CurrentValue;
}
