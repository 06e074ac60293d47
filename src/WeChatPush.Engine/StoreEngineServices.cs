using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatPush.Admin;
using WeChatPush.Campaigns;
using WeChatPush.Coordination;
using WeChatPush.Credits;
using WeChatPush.Feed;
using WeChatPush.Inbox;
using WeChatPush.Records;
using WeChatPush.Receiving;
using WeChatPush.Sending;
using WeChatPush.Spool;
using WeChatPush.Stats;
using WeChatPush.Storage;

namespace WeChatPush;

internal static class StoreEngineServices
{
    /// <summary>
    /// Adds the database of this process, and with it each stage's port. A port that is registered already stands before
    /// it: the spool before the inbox.
    /// </summary>
    public static IServiceCollection AddStoreEngine<TEngine>(this IServiceCollection services)
        where TEngine : class, IStoreEngine
    {
        services.TryAddSingleton<IStoreEngine, TEngine>();
        services.AddSingleton<IUserEraser>(provider => provider.GetRequiredService<IStoreEngine>().Users);
        services.TryAddSingleton<IUserErasure, UserErasureService>();
        services.AddSingleton<IAppEraser>(provider => provider.GetRequiredService<IStoreEngine>().AppData);
        services.TryAddSingleton<IAppErasure, AppErasureService>();
        services.AddSweep<RecordSweep>();
        services.TryAddSingleton<RecordSeal>();
        services.AddHostedService<SealCheck>();
        services.AddSupervised<RecordWatch>();
        return services
            .AddPort<IInbox>(engine => engine.Inbox)
            .AddPort<IPushHistory>(engine => engine.History)
            .AddPort<IDeadLetterStore>(engine => engine.DeadLetters)
            .AddPort<IHandshakeStore>(engine => engine.Handshakes)
            .AddPort<ISendingStore>(engine => engine.Sending)
            .AddPort<IConversationStore>(engine => engine.Conversations)
            .AddPort<ISendTurns>(engine => engine.SendTurns)
            .AddPort<ISendKeyStore>(engine => engine.SendKeys)
            .AddPort<ICreditLedger>(engine => engine.Ledger)
            .AddPort<ICampaignStore>(engine => engine.Campaigns)
            .AddPort<IAuditStore>(engine => engine.Audit)
            .AddPort<IAuditLog>(engine => engine.Audit)
            .AddPort<IAdminKeyUseStore>(engine => engine.AdminKeyUses)
            .AddPort<IFeedRelay>(engine => engine.Feed)
            .AddPort<IInstanceStore>(engine => engine.Instances)
            .AddPort<IStatStore>(engine => engine.Stats)
            .AddPort<IStoreProbe>(engine => engine.Probe)
            .AddApiCachePort();
    }

    /// <summary>
    /// Puts a spool, which must be registered as <see cref="IPushSpool"/>, before the inbox of a shared store, which must
    /// be an <see cref="ISpoolTarget"/>.
    /// </summary>
    public static IServiceCollection AddSpool(this IServiceCollection services)
    {
        services.TryAddSingleton<ISpoolDepth>(provider => provider.GetRequiredService<IPushSpool>());
        services.AddSingleton<IUserEraser>(provider => provider.GetRequiredService<IPushSpool>());
        services.AddSingleton<IAppEraser>(provider => provider.GetRequiredService<IPushSpool>());
        services.TryAddSingleton<SharedStoreWatch>();
        services.TryAddSingleton<OutageLog>();
        services.TryAddSingleton<IInbox>(provider => ActivatorUtilities.CreateInstance<SpoolingInbox>(
            provider, provider.GetRequiredService<IStoreEngine>().Inbox));
        services.TryAddSingleton(provider => (ISpoolTarget)provider.GetRequiredService<IStoreEngine>().Inbox);
        services.AddSupervised<SpoolDrain>();
        services.AddHealthChecks().AddCheck<SpoolHealth>("store", tags: ["ready"]);
        return services;
    }

    private static IServiceCollection AddPort<TPort>(this IServiceCollection services, Func<IStoreEngine, TPort> get)
        where TPort : class
    {
        services.TryAddSingleton(provider => get(provider.GetRequiredService<IStoreEngine>()));
        return services;
    }

    // Under a key of its own, so that the host's cache is not replaced.
    private static IServiceCollection AddApiCachePort(this IServiceCollection services)
    {
        services.TryAddKeyedSingleton<IDistributedCache>(
            ApiCache.Key, (provider, _) => provider.GetRequiredService<IStoreEngine>().ApiCache);
        return services;
    }
}
