using Microsoft.Extensions.Logging.Abstractions;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.TestSupport.Engine;

/// <summary>A database of a test's own.</summary>
internal sealed class SqliteFile : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public SqliteFile() => Store = new(_directory.File("wechatpush.db"), NullLogger<SqliteStore>.Instance);

    public SqliteStore Store { get; }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _directory.Dispose();
    }
}
