using Microsoft.Extensions.Logging.Abstractions;
using WeChatPush.Sqlite.Connection;
using WeChatPush.TestSupport;

namespace WeChatPush.Sqlite.Tests.Connection;

public sealed class SqliteCheckpointsTests
{
    private const int Page = 4096;

    [Fact]
    public async Task Log_WhileMuchIsWritten_IsCarriedOverBesideTheWriter_AndStaysBounded()
    {
        using var directory = new TemporaryDirectory();
        await using var store = new SqliteStore(directory.File("test.db"), NullLogger<SqliteStore>.Instance);
        store.Migrate("test", "CREATE TABLE item (id INTEGER PRIMARY KEY, body BLOB)");
        var body = new byte[100 * Page];
        var written = 0L;
        Task WriteAsync(int id)
        {
            written += body.Length;
            return store.WriteAsync(session => session.Execute("INSERT INTO item VALUES ($1, $2)", id, body)).AsTask();
        }

        // Much less than what makes the writer do it himself.
        for (var id = 0; id < SqliteCheckpoints.MaxLogSize / 100 / 2; id++)
            await WriteAsync(id);
        await Eventually.TrueAsync(
            () => new FileInfo(store.Path).Length > written / 2, () => "the log is not carried over into the file");

        for (var id = 1000; written < 6L * SqliteCheckpoints.MaxLogSize * Page; id++)
            await WriteAsync(id);
        new FileInfo($"{store.Path}-wal").Length.ShouldBeLessThan(2L * SqliteCheckpoints.MaxLogSize * Page);
    }
}
