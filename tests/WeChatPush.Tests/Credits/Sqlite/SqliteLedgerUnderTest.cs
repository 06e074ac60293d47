using Microsoft.Extensions.Logging.Abstractions;
using WeChatPush.Credits.Sqlite;
using WeChatPush.Storage;
using WeChatPush.TestSupport;

namespace WeChatPush.Tests.Credits.Sqlite;

/// <summary>The ledger in a database file of its own.</summary>
public sealed class SqliteLedgerUnderTest : ILedgerUnderTest
{
    private readonly TemporaryDirectory _directory = new();
    private SqliteStore _store = null!;

    public object Ledger { get; private set; } = null!;

    public Task OpenAsync(WeChatPushOptions settings, TimeProvider time)
    {
        _store = new SqliteStore(_directory.File("wechatpush.db"), NullLogger<SqliteStore>.Instance);
        Ledger = new SqliteCreditLedger(_store, new FixedOptions<WeChatPushOptions>(settings), time);
        return Task.CompletedTask;
    }

    public async Task CloseAsync() => await _store.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _directory.Dispose();
    }
}
