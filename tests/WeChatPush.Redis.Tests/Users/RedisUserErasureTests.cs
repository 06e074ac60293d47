using Microsoft.Extensions.Logging.Abstractions;
using WeChatPush.Redis.Campaigns;
using WeChatPush.Redis.Credits;
using WeChatPush.Redis.Inbox;
using WeChatPush.Redis.Storage;
using WeChatPush.StoreContracts.Users;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.Redis.Tests.Users;

public sealed class RedisUserErasureTests : UserErasureContract
{
    private protected override async Task<StoresUnderTest> OpenAsync()
    {
        var surroundings = new RedisSurroundings(await SharedRedis.Server);
        var redis = surroundings.Connect();
        var options = new FixedOptions<WeChatPushOptions>(Settings);
        var catalog = Catalogs.From(options);
        var inbox = new RedisInbox(redis, catalog, options, Time, NullLogger<RedisInbox>.Instance);
        return new StoresUnderTest(
            inbox,
            new RedisPushHistory(inbox, Time),
            new RedisCreditLedger(redis, catalog, options, Time),
            new RedisCampaignStore(redis, catalog, options, Time),
            new RedisUserEraser(redis, inbox, Time),
            surroundings);
    }
}
