using WeChatPush.Inbox;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>Queues pushes again by hand. Each replay is a run of its own: its sends are made again.</summary>
internal static class Replay
{
    private const string Find = "SELECT seq, state, mailbox, due_at FROM push WHERE id = $1 AND app = $2";
    private const string FindDead = "SELECT seq, state, mailbox, due_at FROM push WHERE state = 4 AND app = $1 ORDER BY seq LIMIT $2";

    private const string Requeue = """
        UPDATE push SET state = 0, due_at = $2, attempts = 0, replay = replay + 1, ended_at = NULL WHERE seq = $1
        """;

    private const string Afterwards = "UPDATE push SET again = 1 WHERE seq = $1";

    public static bool One(SqliteSession session, string app, byte[] id, ReplayRequest request, long now)
    {
        var found = Read(session, Find, id, app);
        foreach (var row in found)
            Queue(session, row, request, now);
        return found.Count > 0;
    }

    public static int DeadLetters(SqliteSession session, string app, ReplayRequest request, long now, int max)
    {
        var found = Read(session, FindDead, app, max);
        foreach (var row in found)
            Queue(session, row, request, now);
        return found.Count;
    }

    private static void Queue(SqliteSession session, Row row, ReplayRequest request, long now)
    {
        if (row.State == InboxSchema.Processing)
        {
            session.Execute(Afterwards, row.Seq);
        }
        else
        {
            // Only the head of a mailbox may be due: a finished push steps in behind one, a waiting one keeps its state.
            var finished = row.State is InboxSchema.Done or InboxSchema.Dead;
            var waits = finished ? MailboxQueue.HasHead(session, row.Mailbox) : row.DueAt is null;
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
                reader.GetInt32(1),
                reader.IsDBNull(2) ? null : reader.GetInt64(2),
                reader.IsDBNull(3) ? null : reader.GetInt64(3)));
        }

        return rows;
    }

    private readonly record struct Row(long Seq, int State, long? Mailbox, long? DueAt);
}
