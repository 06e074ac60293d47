using Microsoft.Extensions.Logging.Abstractions;
using WeChatPush.Inbox;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Sqlite.Inbox;
using WeChatPush.Sqlite.Storage;
using WeChatPush.StoreContracts.Inbox;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Records;

namespace WeChatPush.Sqlite.Tests.Inbox;

public sealed class SqliteAppendTests : AppendContract<SqliteUnderTest>;

public sealed class SqliteNonceTests : NonceContract<SqliteUnderTest>;

public sealed class SqliteClaimTests : ClaimContract<SqliteUnderTest>;

public sealed class SqliteSettleTests : SettleContract<SqliteUnderTest>;

public sealed class SqliteJournalTests : JournalContract<SqliteUnderTest>;

public sealed class SqlitePayloadTests : PayloadContract<SqliteUnderTest>;

public sealed class SqliteReplyTests : ReplyContract<SqliteUnderTest>;

public sealed class SqliteHistoryTests : HistoryContract<SqliteUnderTest>;

public sealed class SqliteSearchTests : SearchContract<SqliteUnderTest>;

public sealed class SqliteReplayTests : ReplayContract<SqliteUnderTest>;

public sealed class SqliteBulkTests : BulkContract<SqliteUnderTest>
{
    [Fact]
    public async Task Sweep_ForgetsProgressThatNothingHasChangedForLong()
    {
        var store = (SqliteDeadLetters)Under.DeadLetters;
        await store.HoldAsync("shop", "work", "holder", TimeSpan.FromMinutes(1), default);
        (await store.SweepAsync(100)).ShouldBe(0);

        Time.Advance(IDeadLetterStore.ProgressMemory);
        (await store.SweepAsync(100)).ShouldBe(1);
    }
}

public sealed class SqliteOperationTests : OperationContract<SqliteUnderTest>;

public sealed class SqliteUnreadableTests : UnreadableContract<SqliteUnderTest>;

public sealed class SqlitePropertyTests : PropertyContract<SqliteUnderTest>;

/// <summary>The embedded inbox on a file of its own.</summary>
public sealed class SqliteUnderTest : IInboxUnderTest, IStoredRecords
{
    private readonly TemporaryDirectory _directory = new();
    private SqliteStore _store = null!;

    /// <summary>The file.</summary>
    internal SqliteStore Store => _store;

    public object Inbox { get; private set; } = null!;

    public IPushHistory History { get; private set; } = null!;

    public object DeadLetters { get; private set; } = null!;

    public object Records { get; private set; } = null!;

    public Task OpenAsync(WeChatPushOptions settings, TimeProvider time)
    {
        _store = new SqliteStore(_directory.File("wechatpush.db"), NullLogger<SqliteStore>.Instance);
        var inbox = new SqliteInbox(_store, new FixedOptions<WeChatPushOptions>(settings), time);
        (Inbox, History) = (inbox, new SqlitePushHistory(_store, inbox, time));
        (DeadLetters, Records) = (new SqliteDeadLetters(_store, inbox, time), new SqliteRecordStore(_store, time));
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<string>> FindPlacesAsync() => Task.FromResult(new SqliteRecords(_store.Path).FindPlaces());

    public Task<SpoiledRecord?> SpoilAsync(string place, Rubbish rubbish, Random random, string about = "") =>
        Task.FromResult(new SqliteRecords(_store.Path).Spoil(place, rubbish, random, about));

    public async Task CloseAsync() => await _store.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _directory.Dispose();
    }
}
