using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPush.Apps;
using WeChatPush.Inbox;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Sqlite.Inbox;

namespace WeChatPush.Sqlite.Spool;

/// <summary>
/// Moves what a run without Redis left unfinished in the file into the spool, which hands it over to Redis. What had begun to
/// send stays: only its journal says which of its sends were made, and another run of it would make them again.
/// </summary>
internal sealed partial class OrphanedInboxTransfer(
    SqliteStore store,
    PushSpool spool,
    AppCatalog apps,
    IOptionsMonitor<WeChatPushOptions> options,
    TimeProvider time,
    ILogger<OrphanedInboxTransfer> logger)
    : TakeoverAtStart(time, logger)
{
    private const string HasInbox = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'push'";

    /// <inheritdoc/>
    protected override async Task RunAsync()
    {
        if (await store.ReadAsync(static session => session.Scalar(HasInbox), CancellationToken.None) is not 1L)
            return;
        InboxSchema.Migrate(store);
        while (await store.ReadAsync(AppendLogIndexer.Youngest, CancellationToken.None) is { } youngest)
        {
            while (await store.WriteAsync(session => AppendLogIndexer.Some(session, youngest)))
            {
            }
        }

        var pushes = new OrphanedPushes(apps, options.CurrentValue.Deduplication, Time);
        var count = 0;
        while (await spool.ImportAsync(pushes.Move) is > 0 and var batch)
            count += batch;
        if (count > 0)
            LogMoved(logger, count, store.Path);
        var left = await store.ReadAsync(OrphanedPushes.Count, CancellationToken.None);
        Problem = left == 0
            ? null
            : $"{left} pushes that were received before ConnectionStrings:Redis was set had begun to send and are unfinished in "
            + $"{store.Path}: start the server once without the connection string until they are done";
        if (left > 0)
            LogLeft(logger, left, store.Path);
    }

    [LoggerMessage(235, LogLevel.Warning,
        "{Count} pushes that were received before ConnectionStrings:Redis was set were unfinished in {Path}; they are handed over "
        + "to Redis.")]
    private static partial void LogMoved(ILogger logger, int count, string path);

    [LoggerMessage(230, LogLevel.Error,
        "{Count} pushes that were received before ConnectionStrings:Redis was set had begun to send and are unfinished in {Path}; "
        + "no instance handles them there. Start the server once without the connection string until they are done.")]
    private static partial void LogLeft(ILogger logger, long count, string path);
}
