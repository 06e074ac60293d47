using WeChatPush.Inbox;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>
/// What cannot be read becomes a dead letter that can: with the reason, and with its bytes as they were found, so that an
/// operator may look at them. Nothing that lies behind it waits for it.
/// </summary>
internal static class UnreadablePush
{
    /// <summary>The reason of the dead letter begins so.</summary>
    public const string Reason = "unreadable";

    /// <summary>The MsgType of what does not even say what it was.</summary>
    public const string MsgType = "unreadable";

    private const string Insert = """
        INSERT OR IGNORE INTO push (seq, id, app, msg_type, create_time, received_at, state, ended_at) VALUES ($6, $1, $2, $3, 0, $4, 4, $5)
        """;

    private const string InsertBody = "INSERT OR REPLACE INTO push_body (seq, body) VALUES ($1, $2)";
    private const string AddBody = "INSERT OR IGNORE INTO push_body (seq, body) VALUES ($1, x'')";

    // Every column becomes one that can be read; what could be keeps its value.
    private const string SetDead = """
        UPDATE push SET
            id = CASE WHEN typeof(id) = 'blob' AND length(id) = 16 THEN id ELSE $2 END,
            app = CAST(app AS TEXT), open_id = CAST(open_id AS TEXT), msg_type = CAST(msg_type AS TEXT), event = CAST(event AS TEXT),
            create_time = CAST(create_time AS INTEGER),
            received_at = CASE WHEN typeof(received_at) = 'integer' AND received_at BETWEEN 0 AND $3 THEN received_at ELSE $3 END,
            state = 4, due_at = NULL, attempts = 0, replay = 0, again = 0, fence = 0, awaits = 0, ended_at = $3, end_note = NULL
        WHERE seq = $1
        """;

    private const string Facts = "SELECT CAST(app AS TEXT), mailbox FROM push WHERE seq = $1";

    /// <summary>Keeps bytes of a packed row that are no push, under this number if it is free.</summary>
    public static void Keep(SqliteSession session, string app, long row, ReadOnlySpan<byte> bytes, long at, string reason, long seq)
    {
        var now = StoredValues.IsTime(at) ? at : 0;
        while (session.Execute(Insert, Convert.FromHexString(PushId.New(StoredValues.ToTime(now))), app, MsgType, now, now, seq) == 0)
            seq = PackedPushes.Get(session).NextSeq();
        session.Execute(InsertBody, seq, bytes.ToArray());
        Timeline.Add(session, seq, now, "dead", $"{Reason}: {reason}");
        session.Unreadable.SetAside(session, app, "arrival", $"{row}", reason);
    }

    /// <summary>Makes a dead letter of a push whose row cannot be read, and lets the next of its mailbox step forward.</summary>
    public static void SetAside(SqliteSession session, long seq, long now, string reason)
    {
        var app = "";
        long? mailbox = null;
        using (var row = session.Prepare(Facts, seq).ExecuteReader())
        {
            if (row.Read())
                (app, mailbox) = (row.Text(0), row.OptionalLong(1));
        }

        session.Execute(SetDead, seq, Convert.FromHexString(PushId.New(StoredValues.ToTime(now))), now);
        session.Execute(AddBody, seq);
        Timeline.Add(session, seq, now, "dead", $"{Reason}: {reason}");
        if (mailbox is not null && !MailboxQueue.HasHead(session, mailbox))
            MailboxQueue.Promote(session, mailbox);
        session.Unreadable.SetAside(session, app, "push", $"{seq}", reason);
    }
}
