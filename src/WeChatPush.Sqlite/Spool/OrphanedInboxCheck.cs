using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Storage;

namespace WeChatPush.Sqlite.Spool;

/// <summary>
/// Looks, when the inbox is in Redis, whether the file of this instance still holds work from the time before.
/// </summary>
internal sealed partial class OrphanedInboxCheck(SqliteStore store, ILogger<OrphanedInboxCheck> logger) : BackgroundService
{
    private const string HasInbox = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'push'";
    private const string HasUnindexed = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'arrival'";
    private const string Packed = "SELECT total(count) FROM arrival";
    private const string Unfinished = "SELECT count(*) FROM push WHERE state < 3";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var count = await store.ReadAsync(static session => Count(session), stoppingToken);
            if (count > 0)
                LogLeft(logger, count, store.Path);
        }
        catch (Exception error) when (error is StoreUnavailableException or OperationCanceledException)
        {
            // The store logs this itself; the file is the spool's, and is checked again at the next start.
        }
    }

    private static long Count(SqliteSession session) =>
        (session.Scalar(HasInbox) is 1L ? session.Number(Unfinished) ?? 0 : 0)
        + (session.Scalar(HasUnindexed) is 1L ? session.Number(Packed) ?? 0 : 0);

    [LoggerMessage(230, LogLevel.Error,
        "{Count} pushes that were received before ConnectionStrings:Redis was set are unfinished in {Path}, and no instance "
        + "handles them there. Start the server once without the connection string until they are done.")]
    private static partial void LogLeft(ILogger logger, long count, string path);
}
