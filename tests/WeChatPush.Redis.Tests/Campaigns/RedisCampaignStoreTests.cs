using WeChatPush.StoreContracts.Campaigns;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.Redis.Tests.Campaigns;

public sealed class RedisUnreadableCampaignTests : UnreadableCampaignContract<RedisCampaignStoreUnderTest>;

public sealed class RedisLoadTests : AddRecipientsContract<RedisCampaignStoreUnderTest>;

public sealed class RedisMoveTests : MoveContract<RedisCampaignStoreUnderTest>;

public sealed class RedisTakeTests : ClaimContract<RedisCampaignStoreUnderTest>;

public sealed class RedisSettleTests : SettleContract<RedisCampaignStoreUnderTest>;

public sealed class RedisRecoverTests : RecoverContract<RedisCampaignStoreUnderTest>;

public sealed class RedisRetentionTests : RetentionContract<RedisCampaignStoreUnderTest>
{
    private protected override async Task ShouldBeGoneAsync(string id)
    {
        var keys = await (await SharedRedis.Server).SayAsync(StoreUnderTest.Database, $"EVAL \"return #redis.call('KEYS', '*{id}*')\" 0");
        keys.ShouldBe(":0");
    }
}

public sealed class RedisLimitTests : LimitContract<RedisCampaignStoreUnderTest>;

public sealed class RedisRecipientQueryTests : RecipientQueryContract<RedisCampaignStoreUnderTest>;

public sealed class RedisCampaignPropertyTests : CampaignPropertyContract<RedisCampaignStoreUnderTest>;
