using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Sqlite.Tests.Inbox;
using WeChatPush.StoreContracts.Inbox;
using WeChatPush.TestSupport;

namespace WeChatPush.Sqlite.Tests.Connection;

/// <summary>What retention has removed is in none of the files.</summary>
public sealed class DeletedTextTests : InboxContract<SqliteUnderTest>
{
    private static readonly string Secret = $"secret-{Guid.NewGuid():N}";

    [Fact]
    public async Task Sweep_OnceTheLogIsCutOff_LeavesNoTextInTheFiles()
    {
        await HandleAsync();
        InFiles().ShouldBeTrue("the text was never there");
        await SweepAllAsync();

        using (var session = new SqliteSession(
            new SqliteConnection($"Data Source={Under.Store.Path};Pooling=False"),
            new UnreadableRecords("", NullLogger.Instance)))
        {
            session.Connection.Open();
            using var checkpoints = new SqliteCheckpoints(session, TimeSpan.FromMilliseconds(20));
            await Eventually.TrueAsync(
                () => Task.FromResult(new FileInfo($"{Under.Store.Path}-wal").Length == 0), () => "the log is not cut off");
        }

        InFiles().ShouldBeFalse();
    }

    [Fact]
    public async Task Sweep_AfterAStop_LeavesNoTextInTheFiles()
    {
        await HandleAsync();
        await SweepAllAsync();

        await Under.CloseAsync();

        InFiles().ShouldBeFalse();
        await Under.OpenAsync(Settings, Time);
    }

    // More than a page, so that whole pages become free, and something that lies on a page with others.
    private async Task HandleAsync()
    {
        for (var i = 0; i < 50; i++)
            await AppendAsync(Push($"user-{i}", key: $"{i} {string.Concat(Enumerable.Repeat(Secret, i % 2 == 0 ? 1 : 500))}"));
        for (var left = 50; left > 0;)
        {
            foreach (var claim in await ClaimAsync())
            {
                await DoneAsync(claim);
                left--;
            }
        }
    }

    private async Task SweepAllAsync()
    {
        Time.Advance(Settings.Retention.Done + Settings.Deduplication.MaxWindow + TimeSpan.FromDays(1));
        while (await Inbox.SweepAsync(500, CancellationToken.None) > 0)
        {
        }
    }

    private bool InFiles() => Directory.EnumerateFiles(Path.GetDirectoryName(Under.Store.Path)!)
        .Any(file => ReadAll(file).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(Secret)) >= 0);

    private static byte[] ReadAll(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
