using WeChatPush.StoreContracts.Credits;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Sqlite.Tests.Credits;

public sealed class SqliteUnreadableLedgerTests : UnreadableLedgerContract<SqliteLedgerUnderTest>;

public sealed class SqliteEarnTests : EarnContract<SqliteLedgerUnderTest>;

public sealed class SqliteReservationTests : ReservationContract<SqliteLedgerUnderTest>;

public sealed class SqliteLeaseTests : LeaseContract<SqliteLedgerUnderTest>;

public sealed class SqliteTotalsTests : TotalsContract<SqliteLedgerUnderTest>;

public sealed class SqliteSpendersTests : SpendersContract<SqliteLedgerUnderTest>;

public sealed class SqliteLedgerPropertyTests : LedgerPropertyContract<SqliteLedgerUnderTest>;

public sealed class SqliteClientReportTests : ClientReportContract<SqliteLedgerUnderTest>;

public sealed class SqliteClientReportPropertyTests : ClientReportPropertyContract<SqliteLedgerUnderTest>;
