using WeChatPush.Storage;

namespace WeChatPush.Inbox.Sqlite;

/// <summary>Deduplication and append, in the one transaction that makes both durable.</summary>
internal sealed class AppendWork(IncomingPush push, CancellationToken cancellationToken) : SqliteWork<AppendOutcome>
{
    private const string Remember = """
        INSERT INTO seen (key, until) VALUES ($1, $2)
        ON CONFLICT (key) DO UPDATE SET until = excluded.until, seq = NULL WHERE seen.until <= $3
        """;

    // Due at once, unless an unfinished push of the same user is ahead.
    private const string Insert = """
        INSERT INTO push (id, app, mailbox, open_id, msg_type, event, create_time, received_at, state, due_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0,
            CASE WHEN EXISTS (SELECT 1 FROM push WHERE mailbox = $3 AND state < 3) THEN NULL ELSE $8 END)
        """;

    private const string InsertAwaiting = """
        INSERT INTO push (id, app, open_id, msg_type, event, create_time, received_at, state, due_at, awaits)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, 1)
        """;

    private const string InsertBody = "INSERT INTO push_body (seq, body, source) VALUES (last_insert_rowid(), $1, $2)";
    private const string PointTo = "UPDATE seen SET seq = (SELECT seq FROM push WHERE id = $2) WHERE key = $1";

    private readonly byte[] _id = Convert.FromHexString(push.Id);
    private readonly byte[] _key = KeyBytes.Of(push.Key);

    protected override AppendOutcome Execute(SqliteSession session)
    {
        // A caller that stopped waiting answers that nothing was stored: let that be true where it still can be.
        if (cancellationToken.IsCancellationRequested)
            return AppendOutcome.Abandoned;

        var receivedAt = push.ReceivedAt.ToUnixTimeMilliseconds();
        var until = receivedAt + (long)push.Window.TotalMilliseconds;
        if (session.Execute(Remember, _key, until, receivedAt) == 0)
            return AwaitingReply.TryAgain(session, _key, receivedAt) ? AppendOutcome.DuplicateAwaitingReply : AppendOutcome.Duplicate;

        if (push.AwaitsReply)
        {
            session.Execute(
                InsertAwaiting,
                _id, push.App, push.OpenId, push.MsgType, push.Event, push.CreateTime, receivedAt);
            session.Execute(InsertBody, push.Body.ToArray(), PushSource.Write(push.Source));
            session.Execute(PointTo, _key, _id);
        }
        else
        {
            session.Execute(
                Insert,
                _id, push.App, Mailbox.Of(push.App, push.OpenId), push.OpenId, push.MsgType, push.Event, push.CreateTime, receivedAt);
            session.Execute(InsertBody, push.Body.ToArray(), PushSource.Write(push.Source));
        }

        return AppendOutcome.Stored;
    }
}
