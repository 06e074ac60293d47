using Microsoft.Extensions.Caching.Distributed;
using WeChatPush.Admin;
using WeChatPush.Campaigns;
using WeChatPush.Coordination;
using WeChatPush.Credits;
using WeChatPush.Feed;
using WeChatPush.Inbox;
using WeChatPush.Records;
using WeChatPush.Redis.Admin;
using WeChatPush.Receiving;
using WeChatPush.Redis.Campaigns;
using WeChatPush.Redis.Coordination;
using WeChatPush.Redis.Credits;
using WeChatPush.Redis.Feed;
using WeChatPush.Redis.Inbox;
using WeChatPush.Redis.Receiving;
using WeChatPush.Redis.Sending;
using WeChatPush.Redis.Stats;
using WeChatPush.Redis.Storage;
using WeChatPush.Sending;
using WeChatPush.Stats;
using WeChatPush.Storage;

namespace WeChatPush.Redis;

/// <summary>The shared store: one Redis, any number of instances.</summary>
internal sealed class RedisStoreEngine(
    RedisInbox inbox,
    RedisPushHistory history,
    RedisDeadLetters deadLetters,
    RedisHandshakeStore handshakes,
    RedisSendingStore sending,
    RedisConversationStore conversations,
    RedisSendTurns sendTurns,
    RedisSendKeyStore sendKeys,
    RedisCreditLedger ledger,
    RedisCampaignStore campaigns,
    RedisAuditLog audit,
    RedisAdminKeyUses keyUses,
    RedisRecordStore records,
    RedisUserEraser users,
    RedisAppEraser appData,
    RedisFeedRelay feed,
    RedisInstances instances,
    RedisStatStore stats,
    RedisProbe probe,
    RedisApiCache apiCache) : IStoreEngine
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

    public IDistributedCache ApiCache => apiCache;
}
