using WeChatPush.Inbox;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>How far bulk work has come: in the step that does some of it.</summary>
internal static class BulkRows
{
    /// <summary>Times are Unix milliseconds; <c>position</c> is the number of the last push that was looked at.</summary>
    public const string Version1 = """
        CREATE TABLE bulk_progress (
            app        TEXT NOT NULL,
            work       TEXT NOT NULL,
            position   INTEGER NOT NULL,
            done       INTEGER NOT NULL,
            failed     INTEGER NOT NULL,
            stopped    INTEGER NOT NULL,
            holder     TEXT NOT NULL,
            until      INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            PRIMARY KEY (app, work)
        ) WITHOUT ROWID;
        CREATE INDEX bulk_progress_updated ON bulk_progress (updated_at);
        """;

    private const string FindRow = """
        SELECT position, done, failed, stopped, holder, until FROM bulk_progress WHERE app = $1 AND work = $2
        """;

    private const string PutRow = "INSERT OR REPLACE INTO bulk_progress VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

    private const string DeleteOld = """
        DELETE FROM bulk_progress WHERE (app, work) IN (SELECT app, work FROM bulk_progress WHERE updated_at <= $1 LIMIT $2)
        """;

    private const string FindDead = """
        SELECT ended_at, EXISTS (SELECT 1 FROM push_body b WHERE b.seq = push.seq) FROM push WHERE seq = $1 AND app = $2 AND state = 4
        """;

    private const string Discard = "UPDATE push SET state = 3, due_at = NULL, again = 0, ended_at = $2, end_note = NULL WHERE seq = $1";

    public static Row Find(SqliteSession session, string app, string work)
    {
        using var row = session.Prepare(FindRow, app, work).ExecuteReader();
        return row.Read()
            ? new(new(row.Long(0), row.Count(1), row.Count(2), row.Flag(3)), row.Text(4), row.Long(5))
            : new(new(0, 0, 0, false), "", 0);
    }

    public static BulkProgress? Hold(SqliteSession session, string app, string work, string holder, TimeSpan lease, long now)
    {
        var row = Find(session, app, work);
        // A lease that ends later than a new one would is of a time before the clock was set back.
        var isHeld = row.Until > now && row.Until <= now + (long)lease.TotalMilliseconds;
        if (row.Holder != holder && !row.Progress.IsStopped && (isHeld || lease == TimeSpan.Zero))
            return null;
        if (!row.Progress.IsStopped)
            Put(session, app, work, row.Progress, holder, lease, now);
        return row.Progress;
    }

    public static BulkProgress Stop(SqliteSession session, string app, string work, long now)
    {
        var progress = Find(session, app, work).Progress with { IsStopped = true };
        Put(session, app, work, progress, "", TimeSpan.Zero, now);
        return progress;
    }

    public static BulkProgress? Apply(SqliteSession session, string app, BulkStep step, long now)
    {
        var row = Find(session, app, step.Work);
        if (row.Holder != step.Holder || row.Progress.IsStopped || row.Progress.Cursor != step.From)
            return null;

        var (done, failed) = (0, 0);
        foreach (var seq in step.Positions)
        {
            if (Touch(session, app, seq, step, now) is { } isDone)
                (done, failed) = isDone ? (done + 1, failed) : (done, failed + 1);
        }

        var progress = new BulkProgress(step.To, row.Progress.Done + done, row.Progress.Failed + failed, false);
        Put(session, app, step.Work, progress, step.Holder, step.Lease, now);
        return progress;
    }

    public static int Sweep(SqliteSession session, long before, int max) => session.Execute(DeleteOld, before, max);

    // Whether it could be done; null: it is no dead letter any more, or has become one again since.
    private static bool? Touch(SqliteSession session, string app, long seq, BulkStep step, long now)
    {
        bool hasPayload;
        using (var row = session.Prepare(FindDead, seq, app).ExecuteReader())
        {
            if (!row.Read() || row.Long(0) > step.DeadUntil.ToUnixTimeMilliseconds())
                return null;
            hasPayload = row.Flag(1);
        }

        if (step.Kind is OperationKind.Replay)
            return hasPayload && Replay.DeadLetters(session, [seq], step.Request, now) > 0;
        Timeline.KeepEnd(session, seq);
        session.Execute(Discard, seq, now);
        Timeline.Add(session, seq, now, "discarded", step.Words);
        return true;
    }

    private static void Put(
        SqliteSession session, string app, string work, BulkProgress progress, string holder, TimeSpan lease, long now) =>
        session.Execute(
            PutRow, app, work, progress.Cursor, progress.Done, progress.Failed, progress.IsStopped ? 1 : 0, holder,
            now + (long)lease.TotalMilliseconds, now);

    /// <summary>A row, or what stands for one that is not there.</summary>
    public readonly record struct Row(BulkProgress Progress, string Holder, long Until);
}
