using WeChatPush.StoreContracts.Campaigns;

namespace WeChatPush.Sqlite.Tests.Campaigns;

public sealed class SqliteUnreadableCampaignTests : UnreadableCampaignContract<SqliteCampaignStoreUnderTest>;

public sealed class SqliteLoadTests : AddRecipientsContract<SqliteCampaignStoreUnderTest>;

public sealed class SqliteMoveTests : MoveContract<SqliteCampaignStoreUnderTest>;

public sealed class SqliteTakeTests : ClaimContract<SqliteCampaignStoreUnderTest>;

public sealed class SqliteSettleTests : SettleContract<SqliteCampaignStoreUnderTest>;

public sealed class SqliteRecoverTests : RecoverContract<SqliteCampaignStoreUnderTest>;

public sealed class SqliteRetentionTests : RetentionContract<SqliteCampaignStoreUnderTest>
{
    private protected override async Task ShouldBeGoneAsync(string id) => (await StoreUnderTest.CountRowsAsync()).ShouldBe(0);
}

public sealed class SqliteLimitTests : LimitContract<SqliteCampaignStoreUnderTest>;

public sealed class SqliteRecipientQueryTests : RecipientQueryContract<SqliteCampaignStoreUnderTest>;

public sealed class SqliteCampaignPropertyTests : CampaignPropertyContract<SqliteCampaignStoreUnderTest>;
