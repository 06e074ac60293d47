using Microsoft.Extensions.Logging.Abstractions;
using WeChatPush.Inbox.Sqlite;
using WeChatPush.Storage;
using WeChatPush.TestSupport;

namespace WeChatPush.Tests.Inbox.Sqlite;

public sealed class SqliteAppendTests : AppendContract
{
    private readonly TemporaryDirectory _directory = new();

    private protected override Task<InboxUnderTest> OpenAsync() => SqliteInboxes.OpenAsync(_directory, Settings, Time);

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Dispose();
    }
}

public sealed class SqliteClaimTests : ClaimContract
{
    private readonly TemporaryDirectory _directory = new();

    private protected override Task<InboxUnderTest> OpenAsync() => SqliteInboxes.OpenAsync(_directory, Settings, Time);

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Dispose();
    }
}

public sealed class SqliteSettleTests : SettleContract
{
    private readonly TemporaryDirectory _directory = new();

    private protected override Task<InboxUnderTest> OpenAsync() => SqliteInboxes.OpenAsync(_directory, Settings, Time);

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Dispose();
    }
}

public sealed class SqliteJournalTests : JournalContract
{
    private readonly TemporaryDirectory _directory = new();

    private protected override Task<InboxUnderTest> OpenAsync() => SqliteInboxes.OpenAsync(_directory, Settings, Time);

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Dispose();
    }
}

public sealed class SqliteHistoryTests : HistoryContract
{
    private readonly TemporaryDirectory _directory = new();

    private protected override Task<InboxUnderTest> OpenAsync() => SqliteInboxes.OpenAsync(_directory, Settings, Time);

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Dispose();
    }
}

public sealed class SqlitePropertyTests : PropertyContract
{
    private readonly TemporaryDirectory _directory = new();

    private protected override Task<InboxUnderTest> OpenAsync() => SqliteInboxes.OpenAsync(_directory, Settings, Time);

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Dispose();
    }
}

internal static class SqliteInboxes
{
    public static Task<InboxUnderTest> OpenAsync(TemporaryDirectory directory, WeChatPushOptions settings, TimeProvider time)
    {
        var store = new SqliteStore(directory.File("wechatpush.db"), NullLogger<SqliteStore>.Instance);
        var inbox = new SqliteInbox(store, new FixedOptions<WeChatPushOptions>(settings), time);
        return Task.FromResult(new InboxUnderTest(inbox, new SqlitePushHistory(store, inbox, time), store.DisposeAsync));
    }
}
