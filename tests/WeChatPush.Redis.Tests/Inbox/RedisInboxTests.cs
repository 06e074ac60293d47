using WeChatPush.StoreContracts.Inbox;

namespace WeChatPush.Redis.Tests.Inbox;

public sealed class RedisAppendTests : AppendContract<RedisUnderTest>;

public sealed class RedisNonceTests : NonceContract<RedisUnderTest>;

public sealed class RedisClaimTests : ClaimContract<RedisUnderTest>;

public sealed class RedisSettleTests : SettleContract<RedisUnderTest>;

public sealed class RedisJournalTests : JournalContract<RedisUnderTest>;

public sealed class RedisPayloadTests : PayloadContract<RedisUnderTest>;

public sealed class RedisReplyTests : ReplyContract<RedisUnderTest>;

public sealed class RedisHistoryTests : HistoryContract<RedisUnderTest>;

public sealed class RedisSearchTests : SearchContract<RedisUnderTest>;

public sealed class RedisReplayTests : ReplayContract<RedisUnderTest>;

public sealed class RedisBulkTests : BulkContract<RedisUnderTest>
{
    [Fact]
    public async Task Progress_RunsOutByItself()
    {
        await Letters.HoldAsync("shop", "work", "holder", TimeSpan.FromMinutes(1), default);

        (await Under.SayAsync("PTTL {shop}:bulk:work")).ShouldStartWith(":691");
    }
}

public sealed class RedisOperationTests : OperationContract<RedisUnderTest>;

public sealed class RedisUnreadableTests : UnreadableContract<RedisUnderTest>;

public sealed class RedisPropertyTests : PropertyContract<RedisUnderTest>;
