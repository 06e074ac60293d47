using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPush.Coordination;
using WeChatPush.Records;
using WeChatPush.Redis.Admin;
using WeChatPush.Redis.Campaigns;
using WeChatPush.Redis.Coordination;
using WeChatPush.Redis.Connection;
using WeChatPush.Redis.Credits;
using WeChatPush.Redis.Feed;
using WeChatPush.Redis.Health;
using WeChatPush.Redis.Inbox;
using WeChatPush.Redis.Receiving;
using WeChatPush.Redis.Sending;
using WeChatPush.Redis.Stats;
using WeChatPush.Redis.Storage;
using WeChatPush.Sending;
using WeChatPush.Storage;

namespace WeChatPush.Redis;

internal static class RedisServices
{
    /// <summary>Keeps everything in the Redis of a connection string, which is opened when it is first asked for.</summary>
    public static IServiceCollection AddRedisStores(this IServiceCollection services, string connectionString)
    {
        services.AddRedisConnection(connectionString);
        services.TryAddSingleton<ClaimFailures>();
        services.TryAddSingleton<RedisInbox>();
        services.AddHealthChecks().AddCheck<ClaimHealth>("claims", tags: ["ready"]);
        services.TryAddSingleton<RedisPushHistory>();
        services.TryAddSingleton<RedisDeadLetters>();
        services.TryAddSingleton<RedisHandshakeStore>();
        services.TryAddSingleton<RedisSendingStore>();
        services.TryAddSingleton<RedisSendTurns>();
        services.TryAddSingleton<RedisConversationStore>();
        services.TryAddSingleton<RedisSendKeyStore>();
        services.TryAddSingleton<RedisCreditLedger>();
        services.TryAddSingleton<RedisCampaignStore>();
        services.TryAddSingleton<RedisAuditLog>();
        services.TryAddSingleton<RedisAdminKeyUses>();
        services.TryAddSingleton<RedisRecordStore>();
        // Not by way of the engine: its other stores ask for the apps, which are among the records.
        services.TryAddSingleton<IRecordStore>(provider => provider.GetRequiredService<RedisRecordStore>());
        services.TryAddSingleton<RedisUserEraser>();
        services.TryAddSingleton<RedisAppEraser>();
        services.TryAddSingleton<RedisFeedRelay>();
        services.TryAddSingleton<RedisInstances>();
        services.TryAddSingleton<RedisStatStore>();
        services.TryAddSingleton<RedisProbe>();
        services.TryAddSingleton<RedisApiCache>();
        services.AddStoreEngine<RedisStoreEngine>();
        services.AddApiCache(ApiCache.LocalLifetime);
        return services;
    }

    private static void AddRedisConnection(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton<IValidateOptions<WeChatPushOptions>>(new RedisSettingsValidator(connectionString));
        services.TryAddSingleton(provider =>
        {
            // All mistakes of the configuration are reported at once.
            _ = provider.GetRequiredService<IOptionsMonitor<WeChatPushOptions>>().CurrentValue;
            return RedisConnection.To(
                connectionString,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<RedisConnection>>());
        });
        services.TryAddSingleton<RedisMarker>();
        services.AddHostedService<RedisFormatCheck>();
        services.AddSupervised<RedisUpgrade>();
        services.AddSupervised<RedisStoredApps>();
        services.TryAddSingleton<RedisState>();
        services.AddSupervised<RedisCheck>();
        services.AddHealthChecks()
            .AddCheck<RedisHealth>("redis", tags: ["ready"])
            .AddCheck<RemovedAppsHealth>("apps", tags: ["ready"]);
    }
}
