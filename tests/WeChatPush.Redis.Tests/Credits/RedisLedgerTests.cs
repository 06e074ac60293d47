using WeChatPush.StoreContracts.Credits;

namespace WeChatPush.Redis.Tests.Credits;

public sealed class RedisUnreadableLedgerTests : UnreadableLedgerContract<RedisLedgerUnderTest>;

public sealed class RedisEarnTests : EarnContract<RedisLedgerUnderTest>;

public sealed class RedisReservationTests : ReservationContract<RedisLedgerUnderTest>;

public sealed class RedisLeaseTests : LeaseContract<RedisLedgerUnderTest>;

public sealed class RedisTotalsTests : TotalsContract<RedisLedgerUnderTest>;

public sealed class RedisSpendersTests : SpendersContract<RedisLedgerUnderTest>;

public sealed class RedisLedgerPropertyTests : LedgerPropertyContract<RedisLedgerUnderTest>;

public sealed class RedisClientReportTests : ClientReportContract<RedisLedgerUnderTest>;

public sealed class RedisClientReportPropertyTests : ClientReportPropertyContract<RedisLedgerUnderTest>;
