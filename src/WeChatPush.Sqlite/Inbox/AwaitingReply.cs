using WeChatPush.Inbox;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>The pushes with a request of WeChat's waiting: their duplicates join them, or start them again.</summary>
internal static class AwaitingReply
{
    private const string Find = """
        SELECT p.seq, p.state FROM seen s JOIN push p ON p.seq = s.seq WHERE s.key = $1 AND s.until > $2
        """;

    private const string InsertPush = """
        INSERT INTO push (seq, id, app, open_id, msg_type, event, create_time, received_at, state, due_at, awaits)
        VALUES ($8, $1, $2, $3, $4, $5, $6, $7, 0, 0, 1)
        """;

    private const string InsertBody = "INSERT INTO push_body (seq, body, source) VALUES ($1, $2, $3)";

    private const string Add = """
        INSERT INTO seen (key, until, seq) VALUES ($1, $2, $3)
        ON CONFLICT (key) DO UPDATE SET until = excluded.until, seq = excluded.seq
        """;

    private const string Reply = """
        SELECT p.state, r.body FROM seen s JOIN push p ON p.seq = s.seq LEFT JOIN push_reply r ON r.seq = p.seq WHERE s.key = $1
        """;

    private const string RunAgain = """
        UPDATE push SET state = 0, due_at = 0, attempts = 0, ended_at = NULL, end_note = NULL WHERE seq = $1
        """;

    private const string RunNow = "UPDATE push SET due_at = 0 WHERE seq = $1";
    private const string DropReply = "DELETE FROM push_reply WHERE seq = $1";
    private const string KeepReply = "INSERT INTO push_reply (seq, body) VALUES ($1, $2) ON CONFLICT (seq) DO UPDATE SET body = excluded.body";

    /// <summary>Stores a push that must not wait: straight into its tables, and with its key beside it.</summary>
    public static void Insert(SqliteSession session, IncomingPush push, long until, long receivedAt)
    {
        var seq = PackedPushes.Get(session).NextSeq();
        session.Execute(
            InsertPush,
            Convert.FromHexString(push.Id), push.App, push.OpenId, push.MsgType, push.Event, push.CreateTime, receivedAt, seq);
        session.Execute(InsertBody, seq, push.Body.ToArray(), PushSource.Write(push.Source));
        session.Execute(Add, KeyBytes.From(push.Key), until, seq);
    }

    /// <summary>
    /// WeChat tries again. False: the key is not that of a push that awaits a reply. A failed push was never acknowledged,
    /// so this try runs it again.
    /// </summary>
    public static bool TryAgain(SqliteSession session, byte[] key, long now)
    {
        long seq;
        int state;
        using (var reader = session.Prepare(Find, key, now).ExecuteReader())
        {
            if (!reader.Read())
                return false;
            (seq, state) = (reader.GetInt64(0), reader.Int(1));
        }

        if (state == InboxSchema.Dead)
        {
            Timeline.KeepEnd(session, seq);
            session.Execute(RunAgain, seq);
            session.Execute(DropReply, seq);
            Timeline.Add(session, seq, now, "tried again", "by WeChat, because the try before was not acknowledged");
        }
        else if (state is InboxSchema.Queued or InboxSchema.Retrying)
        {
            session.Execute(RunNow, seq);
        }

        return true;
    }

    public static void Keep(SqliteSession session, long seq, StoredReply? reply)
    {
        if (reply is not null)
            session.Execute(KeepReply, seq, reply.Content.ToArray());
    }

    /// <summary>The reply, and whether it is still worth waiting for one.</summary>
    public static (StoredReply? Reply, bool Pending) Look(SqliteSession session, byte[] key)
    {
        using var reader = session.Prepare(Reply, key).ExecuteReader();
        if (!reader.Read())
            return (null, false);
        var reply = reader.IsDBNull(1) ? null : new StoredReply(reader.GetFieldValue<byte[]>(1));
        return (reply, reader.Int(0) is not (InboxSchema.Done or InboxSchema.Dead));
    }
}
