using Microsoft.Extensions.Logging;
using WeChatPush.Apps;
using WeChatPush.Inbox;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Sqlite.Inbox;

namespace WeChatPush.Sqlite.Spool;

/// <summary>
/// Takes what a run with Redis left in the spool into the inbox, for this run has no Redis to hand it to. A batch comes into
/// the inbox and out of the spool in one transaction.
/// </summary>
internal sealed partial class SpoolTakeover(
    SqliteStore store, SqliteInbox inbox, AppCatalog apps, TimeProvider time, ILogger<SpoolTakeover> logger)
    : TakeoverAtStart(time, logger)
{
    private const int BatchSize = 500;
    private const string HasSpool = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'spool'";

    /// <inheritdoc/>
    protected override async Task RunAsync()
    {
        if (await store.ReadAsync(static session => session.Scalar(HasSpool), CancellationToken.None) is not 1L)
            return;
        SpoolSchema.Migrate(store);
        var count = 0;
        var gone = new SortedSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var (batch, forged, any) = await store.WriteAsync(Move);
            forged.ForEach(push => LogForged(logger, push.App, push.Id));
            gone.UnionWith(batch.Select(push => push.App).Distinct().Where(app => apps.Find(app) is null));
            count += batch.Count;
            if (!any)
                break;
        }

        Problem = null;
        if (count == 0)
            return;
        inbox.SignalWork();
        LogTakenOver(logger, count);
        if (gone.Count > 0)
            LogGone(logger, string.Join(", ", gone));
    }

    private (List<IncomingPush> Taken, List<IncomingPush> Forged, bool Any) Move(SqliteSession session)
    {
        var (items, unreadable) = SpoolRows.Read(session, BatchSize);
        foreach (var row in unreadable)
            SpoolRows.SetAside(session, row.Seq, row.App, row.Reason);
        List<IncomingPush> taken = [], forged = [];
        foreach (var (seq, push) in items)
        {
            // One that came out of this inbox goes back to its place; its key is remembered here and would make it a duplicate.
            var isForged = !OrphanedPushes.TryReturn(session, push.Id, Time.GetUtcNow())
                && inbox.Append(session, push) == AppendOutcome.NonceReused;
            (isForged ? forged : taken).Add(push);
            SpoolRows.Remove(session, seq);
        }

        return (taken, forged, items.Count + unreadable.Count > 0);
    }

    [LoggerMessage(231, LogLevel.Warning,
        "{Count} pushes that were acknowledged while Redis was away were left in the spool. ConnectionStrings:Redis is not set "
        + "any more, so they are taken into the embedded store and handled by this instance.")]
    private static partial void LogTakenOver(ILogger logger, int count);

    [LoggerMessage(233, LogLevel.Error,
        "Among the pushes that were left in the spool are some of apps that are not under WeChatPush:Apps: {Apps}.")]
    private static partial void LogGone(ILogger logger, string apps);

    [LoggerMessage(234, LogLevel.Error,
        "A spooled push of the app {App} is dropped ({Id}): its timestamp and nonce came with another push before, so it is forged.")]
    private static partial void LogForged(ILogger logger, string app, string id);
}
