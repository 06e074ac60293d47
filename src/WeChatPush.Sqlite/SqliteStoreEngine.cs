using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using WeChatPush.Admin;
using WeChatPush.Campaigns;
using WeChatPush.Coordination;
using WeChatPush.Credits;
using WeChatPush.Feed;
using WeChatPush.Inbox;
using WeChatPush.Records;
using WeChatPush.Receiving;
using WeChatPush.Sending;
using WeChatPush.Sqlite.Admin;
using WeChatPush.Sqlite.Campaigns;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Sqlite.Credits;
using WeChatPush.Sqlite.Inbox;
using WeChatPush.Sqlite.Receiving;
using WeChatPush.Sqlite.Sending;
using WeChatPush.Sqlite.Stats;
using WeChatPush.Sqlite.Storage;
using WeChatPush.Stats;
using WeChatPush.Storage;

namespace WeChatPush.Sqlite;

/// <summary>The embedded store: one file, one instance.</summary>
internal sealed class SqliteStoreEngine(
    SqliteInbox inbox,
    SqlitePushHistory history,
    SqliteDeadLetters deadLetters,
    SqliteHandshakeStore handshakes,
    SqliteSendingStore sending,
    SqliteConversationStore conversations,
    LocalSendTurns sendTurns,
    SqliteSendKeyStore sendKeys,
    SqliteCreditLedger ledger,
    SqliteCampaignStore campaigns,
    SqliteAuditLog audit,
    SqliteAdminKeyUses keyUses,
    SqliteRecordStore records,
    SqliteUserEraser users,
    SqliteAppEraser appData,
    LocalFeedRelay feed,
    LocalInstances instances,
    SqliteStatStore stats,
    SqliteProbe probe) : IStoreEngine
{
    public IInbox Inbox => inbox;

    public IPushHistory History => history;

    public IDeadLetterStore DeadLetters => deadLetters;

    public IHandshakeStore Handshakes => handshakes;

    public ISendingStore Sending => sending;

    public IConversationStore Conversations => conversations;

    public ISendTurns SendTurns => sendTurns;

    public ISendKeyStore SendKeys => sendKeys;

    public ICreditLedger Ledger => ledger;

    public ICampaignStore Campaigns => campaigns;

    public IAuditStore Audit => audit;

    public IAdminKeyUseStore AdminKeyUses => keyUses;

    public IRecordStore Records => records;

    public IUserEraser Users => users;

    public IAppEraser AppData => appData;

    public IFeedRelay Feed => feed;

    public IInstanceStore Instances => instances;

    public IStatStore Stats => stats;

    public IStoreProbe Probe => probe;

    /// <summary>Not shared. The hybrid cache recognises an in-memory cache and passes over it.</summary>
    public IDistributedCache ApiCache { get; } = new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions()));
}
