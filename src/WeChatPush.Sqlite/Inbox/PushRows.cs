using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>Gives a packed push its rows, at the stage at which it is.</summary>
internal static class PushRows
{
    private const string Insert = """
        INSERT OR IGNORE INTO push (
            seq, id, app, mailbox, open_id, msg_type, event, create_time, received_at,
            state, due_at, attempts, fence, ended_at, end_note)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13, $14)
        """;

    private const string InsertBody = "INSERT OR REPLACE INTO push_body (seq, body, source) VALUES ($1, $2, $3)";

    /// <summary>One that was not claimed yet; <paramref name="dueAt"/> is none behind another push of its user.</summary>
    public static void Queue(SqliteSession session, PackedPush push, long? dueAt) =>
        Put(session, push, InboxSchema.Queued, dueAt, claims: 0, endedAt: null, note: null);

    /// <summary>One whose first holder has it until then.</summary>
    public static void Hold(SqliteSession session, PackedPush push, long until) =>
        Put(session, push, InboxSchema.Processing, until, claims: 1, endedAt: null, note: null);

    /// <summary>One that its first holder has ended.</summary>
    public static void End(SqliteSession session, PackedPush push, int state, long endedAt, string? detail) =>
        Put(session, push, state, dueAt: null, claims: 1, endedAt, detail ?? "");

    private static void Put(
        SqliteSession session, PackedPush push, int state, long? dueAt, int claims, long? endedAt, string? note)
    {
        var insert = session.Statement(Insert);
        insert.Bind(1, push.Seq);
        insert.Bind(2, push.Id.Span);
        insert.Bind(3, push.Row.App);
        insert.Bind(4, push.Mailbox);
        insert.BindText(5, push.OpenId);
        insert.BindText(6, push.MsgType);
        insert.BindText(7, push.Event);
        insert.Bind(8, push.CreateTime);
        insert.Bind(9, push.ReceivedAt);
        insert.Bind(10, state);
        insert.Bind(11, dueAt);
        insert.Bind(12, claims);
        insert.Bind(13, endedAt);
        insert.Bind(14, note);
        if (insert.Run() == 0)
        {
            UnreadablePush.Keep(session, push.Row.App, push.Row.N, push.Bytes.Span, push.ReceivedAt, "its id is that of another push", push.Seq);
            return;
        }

        var body = session.Statement(InsertBody);
        body.Bind(1, push.Seq);
        body.Bind(2, push.Body.Span);
        body.BindText(3, push.Source);
        body.Run();
    }
}
