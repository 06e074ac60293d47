using WeChatPush.Inbox;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>Queues pushes again by hand. Each replay is a run of its own: its sends are made again.</summary>
internal static class Replay
{
    private const string HasPayload = "AND EXISTS (SELECT 1 FROM push_body b WHERE b.seq = push.seq)";
    private const string Find = $"SELECT seq, state, mailbox, due_at FROM push WHERE id = $1 AND app = $2 {HasPayload}";
    private const string FindDead = $"SELECT seq, state, mailbox, due_at FROM push WHERE seq = $1 AND state = 4 {HasPayload}";
    private const string Dead = "SELECT seq FROM push INDEXED BY push_dead WHERE state = 4 AND app = $1 ORDER BY seq";
    private const string HasSent = "SELECT 1 FROM send s JOIN push p ON p.seq = s.seq AND p.replay = s.replay WHERE s.seq = $1 LIMIT 1";
    private const string RunNow = "UPDATE push SET due_at = min(due_at, $2) WHERE seq = $1 AND due_at IS NOT NULL";

    private const string Requeue = """
        UPDATE push SET state = 0, due_at = $2, attempts = 0, replay = replay + 1, ended_at = NULL, end_note = NULL WHERE seq = $1
        """;

    private const string Afterwards = "UPDATE push SET again = 1 WHERE seq = $1";

    public static bool One(SqliteSession session, string app, byte[] id, ReplayRequest request, long now)
    {
        PackedPushes.Get(session).IndexClaimed(session);
        var found = Read(session, Find, id, app);
        foreach (var row in found)
            Queue(session, row, request, now);
        return found.Count > 0;
    }

    /// <summary>The numbers of an app's dead letters.</summary>
    public static List<long> ReadDead(SqliteSession session, string app)
    {
        var dead = new List<long>();
        using var reader = session.Prepare(Dead, app).ExecuteReader();
        while (reader.Read())
            dead.Add(reader.GetInt64(0));
        return dead;
    }

    /// <summary>Queues those again that are still dead; returns how many.</summary>
    public static int DeadLetters(SqliteSession session, IEnumerable<long> dead, ReplayRequest request, long now)
    {
        var count = 0;
        foreach (var row in dead.SelectMany(seq => Read(session, FindDead, seq)))
        {
            Queue(session, row, request, now);
            count++;
        }

        return count;
    }

    private static void Queue(SqliteSession session, Row row, ReplayRequest request, long now)
    {
        if (row.State == InboxSchema.Processing)
        {
            session.Execute(Afterwards, row.Seq);
        }
        else if (row.State == InboxSchema.Queued && session.Scalar(HasSent, row.Seq) is null)
        {
            // Its run has not begun, or has had no effect: this is the run that is asked for.
            session.Execute(RunNow, row.Seq, now);
        }
        else
        {
            // Only the head of a mailbox may be due: a finished push steps in behind one, a waiting one keeps its state.
            var finished = row.State is InboxSchema.Done or InboxSchema.Dead;
            var waits = finished ? MailboxQueue.HasHead(session, row.Mailbox) : row.DueAt is null;
            Timeline.KeepEnd(session, row.Seq);
            session.Execute(Requeue, row.Seq, waits ? null : now);
        }

        Timeline.Add(session, row.Seq, now, "replay", request.Reason is null ? $"by {request.Actor}" : $"by {request.Actor}: {request.Reason}");
    }

    private static List<Row> Read(SqliteSession session, string sql, params ReadOnlySpan<object?> values)
    {
        var rows = new List<Row>();
        using var reader = session.Prepare(sql, values).ExecuteReader();
        while (reader.Read())
        {
            rows.Add(new Row(
                reader.GetInt64(0),
                reader.Int(1),
                reader.IsDBNull(2) ? null : reader.GetInt64(2),
                reader.IsDBNull(3) ? null : reader.GetInt64(3)));
        }

        return rows;
    }

    private readonly record struct Row(long Seq, int State, long? Mailbox, long? DueAt);
}
