using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatPush.Coordination;
using WeChatPush.Inbox.Redis;
using WeChatPush.Inbox.Spool;
using WeChatPush.Inbox.Sqlite;
using WeChatPush.Storage;
using WeChatPush.Telemetry;

namespace WeChatPush.Inbox;

internal static class InboxServices
{
    private const int SpoolCapacity = 1_000_000;

    /// <summary>
    /// The inbox: in this instance's own file, or <paramref name="shared"/> in Redis with the file as its spool.
    /// </summary>
    public static IServiceCollection AddInbox(this IServiceCollection services, bool shared) =>
        (shared ? services.AddSharedInbox() : services.AddEmbeddedInbox()).AddGauges();

    private static IServiceCollection AddGauges(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IGauge, QueueDepth>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IGauge, SpoolDepthGauge>());
        return services;
    }

    private static IServiceCollection AddEmbeddedInbox(this IServiceCollection services)
    {
        services.TryAddSingleton<SqliteInbox>();
        services.TryAddSingleton<IInbox>(provider => provider.GetRequiredService<SqliteInbox>());
        services.TryAddSingleton<IPushHistory, SqlitePushHistory>();
        services.TryAddSingleton<ISpoolDepth, NoSpool>();
        services.AddHealthChecks().AddCheck<StoreHealth>("store", tags: ["ready"]);
        return services;
    }

    private static IServiceCollection AddSharedInbox(this IServiceCollection services)
    {
        services.TryAddSingleton<RedisInbox>();
        services.TryAddSingleton<IPushHistory, RedisPushHistory>();

        services.TryAddSingleton(provider => new PushSpool(provider.GetRequiredService<SqliteStore>(), SpoolCapacity));
        services.TryAddSingleton<ISpoolDepth>(provider => provider.GetRequiredService<PushSpool>());
        services.TryAddSingleton<SharedStoreWatch>();
        services.TryAddSingleton<IInbox>(provider => ActivatorUtilities.CreateInstance<SpoolingInbox>(
            provider, provider.GetRequiredService<RedisInbox>()));
        services.TryAddSingleton<IStoreProbe, RedisProbe>();
        services.TryAddSingleton<ISpoolTarget>(provider => provider.GetRequiredService<RedisInbox>());
        services.AddSupervised<SpoolDrain>();
        services.AddSupervised<OrphanedInboxCheck>();
        services.AddHealthChecks().AddCheck<SpoolHealth>("store", tags: ["ready"]);
        return services;
    }
}
