using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPush.Coordination;
using WeChatPush.Records;
using WeChatPush.Feed;
using WeChatPush.Sending;
using WeChatPush.Spool;
using WeChatPush.Sqlite.Admin;
using WeChatPush.Sqlite.Campaigns;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Sqlite.Credits;
using WeChatPush.Sqlite.Inbox;
using WeChatPush.Sqlite.Receiving;
using WeChatPush.Sqlite.Sending;
using WeChatPush.Sqlite.Spool;
using WeChatPush.Sqlite.Stats;
using WeChatPush.Sqlite.Storage;
using WeChatPush.Storage;

namespace WeChatPush.Sqlite;

internal static class SqliteServices
{
    private const int SpoolCapacity = 1_000_000;

    /// <summary>Keeps everything in one file of the data directory.</summary>
    public static IServiceCollection AddSqliteStores(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<WeChatPushOptions>, EmbeddedStoreValidator>();
        services.AddSqliteConnection();
        services.TryAddSingleton<SqliteInbox>();
        services.TryAddSingleton<SqlitePushHistory>();
        services.TryAddSingleton<SqliteDeadLetters>();
        services.TryAddSingleton<SqliteHandshakeStore>();
        services.TryAddSingleton<SqliteSendingStore>();
        services.TryAddSingleton<SqliteConversationStore>();
        services.TryAddSingleton<SqliteSendKeyStore>();
        services.TryAddSingleton<SqliteCreditLedger>();
        services.TryAddSingleton<SqliteCampaignStore>();
        services.TryAddSingleton<SqliteAuditLog>();
        services.TryAddSingleton<SqliteAdminKeyUses>();
        services.TryAddSingleton<SqliteRecordStore>();
        // Not by way of the engine: its other stores ask for the apps, which are among the records.
        services.TryAddSingleton<IRecordStore>(provider => provider.GetRequiredService<SqliteRecordStore>());
        services.TryAddSingleton<ISealingKeyFile, SealingKeyFile>();
        services.TryAddSingleton<SqliteUserEraser>();
        services.TryAddSingleton<SqliteAppEraser>();
        services.TryAddSingleton<LocalInstances>();
        services.TryAddSingleton<SqliteStatStore>();
        services.TryAddSingleton<SqliteProbe>();
        services.TryAddSingleton<LocalFeedRelay>();
        services.AddStoreEngine<SqliteStoreEngine>();
        services.AddApiCache(ApiCache.Lifetime);
        services.AddHealthChecks().AddCheck<StoreHealth>("store", tags: ["ready"]);
        services.AddSweep<WindowSweep>();
        services.AddSweep<SentMessageSweep>();
        services.AddSweep<SendKeySweep>();
        services.AddSweep<HandshakeSweep>();
        services.AddSweep<BulkSweep>();
        services.AddTakeover<SpoolTakeover>("spool");
        return services;
    }

    /// <summary>Spools into a file of the data directory what the shared store cannot take.</summary>
    public static IServiceCollection AddSqliteSpool(this IServiceCollection services)
    {
        services.AddSqliteConnection();
        services.TryAddSingleton(provider => new PushSpool(
            provider.GetRequiredService<SqliteStore>(),
            SpoolCapacity,
            () => provider.GetRequiredService<IOptionsMonitor<WeChatPushOptions>>().CurrentValue.Receiving.MaxSpoolBytes));
        services.TryAddSingleton<IPushSpool>(provider => provider.GetRequiredService<PushSpool>());
        services.TryAddSingleton<IRecordCopy, RecordCopy>();
        services.AddSpool();
        services.AddTakeover<OrphanedInboxTransfer>("orphaned inbox");
        return services;
    }

    // Begins before the first push is received.
    private static void AddTakeover<TTakeover>(this IServiceCollection services, string health)
        where TTakeover : TakeoverAtStart
    {
        services.TryAddSingleton<TTakeover>();
        services.AddHostedService(provider => provider.GetRequiredService<TTakeover>());
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            health, provider => new TakeoverHealth(provider.GetRequiredService<TTakeover>()), failureStatus: null, ["ready"]));
    }

    // Opened when it is first asked for. Where it lies is settled for the life of the process.
    private static void AddSqliteConnection(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new DataDirectory(
            provider.GetRequiredService<IOptionsMonitor<WeChatPushOptions>>().CurrentValue.DataDirectory,
            DataDirectory.MaxWait,
            provider.GetRequiredService<ILogger<DataDirectory>>()));
        services.TryAddSingleton(provider =>
        {
            var store = new SqliteStore(
                provider.GetRequiredService<DataDirectory>().File(SqliteStore.FileName),
                provider.GetRequiredService<ILogger<SqliteStore>>());
            ClearSecrets.Erase(store);
            return store;
        });
    }
}
