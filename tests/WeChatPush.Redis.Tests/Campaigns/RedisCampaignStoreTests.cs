using WeChatPush.StoreContracts.Campaigns;

namespace WeChatPush.Redis.Tests.Campaigns;

public sealed class RedisLoadTests : AddRecipientsContract<RedisCampaignStoreUnderTest>;

public sealed class RedisMoveTests : MoveContract<RedisCampaignStoreUnderTest>;

public sealed class RedisTakeTests : ClaimContract<RedisCampaignStoreUnderTest>;

public sealed class RedisSettleTests : SettleContract<RedisCampaignStoreUnderTest>;

public sealed class RedisRecoverTests : RecoverContract<RedisCampaignStoreUnderTest>;

public sealed class RedisLimitTests : LimitContract<RedisCampaignStoreUnderTest>;

public sealed class RedisRecipientQueryTests : RecipientQueryContract<RedisCampaignStoreUnderTest>;

public sealed class RedisCampaignPropertyTests : CampaignPropertyContract<RedisCampaignStoreUnderTest>;
