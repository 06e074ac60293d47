using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using WeChatPush.Apps;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Sqlite.Inbox;

namespace WeChatPush.Sqlite.Spool;

/// <summary>
/// The unfinished pushes of an inbox that no instance works on. One with a request waiting was never acknowledged, so it is
/// none of them.
/// </summary>
internal sealed class OrphanedPushes(AppCatalog apps, DeduplicationOptions deduplication, TimeProvider time)
{
    private const int BatchSize = 500;

    private const string HasSent = "EXISTS (SELECT 1 FROM send s WHERE s.seq = p.seq AND s.replay = p.replay)";

    // What cannot be read stays where the inbox's own run sets it aside.
    private const string Movable = $"""
        SELECT p.seq, p.mailbox, p.id, p.app, p.open_id, p.msg_type, p.event, p.create_time, p.received_at, b.body, b.source
        FROM push p JOIN push_body b ON b.seq = p.seq
        WHERE p.state < 3 AND p.awaits = 0 AND NOT {HasSent}
            AND typeof(p.id) = 'blob' AND length(p.id) = 16 AND typeof(b.body) = 'blob' AND typeof(p.app) = 'text'
            AND typeof(p.open_id) IN ('text', 'null') AND typeof(p.msg_type) = 'text' AND typeof(p.event) IN ('text', 'null')
            AND typeof(p.create_time) = 'integer' AND typeof(p.received_at) = 'integer'
            AND p.received_at BETWEEN 0 AND 253370764800000 AND typeof(b.source) IN ('text', 'null')
        ORDER BY p.seq LIMIT $1
        """;

    private const string Unfinished = "SELECT count(*) FROM push WHERE state < 3 AND awaits = 0";

    private const string SetMoved = "UPDATE push SET state = 3, due_at = NULL, ended_at = $2 WHERE seq = $1";

    private const string FindMoved = "SELECT seq, mailbox FROM push WHERE id = $1 AND state = 3";

    private const string SetReturned =
        "UPDATE push SET state = 0, due_at = $2, attempts = 0, ended_at = NULL WHERE seq = $1";

    /// <summary>How many are left.</summary>
    public static long Count(SqliteSession session) => session.Number(Unfinished) ?? 0;

    /// <summary>Puts a push that was moved out of the inbox back to its place; false: it was not.</summary>
    public static bool TryReturn(SqliteSession session, string id, DateTimeOffset now)
    {
        var (seq, mailbox) = (0L, (long?)null);
        using (var row = session.Prepare(FindMoved, Convert.FromHexString(id)).ExecuteReader())
        {
            if (!row.Read())
                return false;
            (seq, mailbox) = (row.GetInt64(0), row.OptionalLong(1));
        }

        var at = now.ToUnixTimeMilliseconds();
        session.Execute(SetReturned, seq, MailboxQueue.HasHead(session, mailbox) ? null : at);
        Timeline.Add(session, seq, at, "returned", "ConnectionStrings:Redis is not set any more");
        return true;
    }

    /// <summary>Moves some, the oldest first, into the spool in the transaction that is running.</summary>
    public List<IncomingPush> Move(SqliteSession session)
    {
        var moved = new List<IncomingPush>();
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var (seq, mailbox, push) in Read(session))
        {
            // Two of one identity can both live when the first was older than the window.
            if (!SpoolRows.Insert(session, push, KeyBytes.From(push.Key)))
                SpoolRows.Insert(session, push, KeyOf(push.Id));
            session.Execute(SetMoved, seq, now);
            Timeline.Add(session, seq, now, "moved", "to Redis, for ConnectionStrings:Redis is set");
            if (mailbox is not null && !MailboxQueue.HasHead(session, mailbox))
                MailboxQueue.Promote(session, mailbox);
            moved.Add(push);
        }

        return moved;
    }

    private List<(long Seq, long? Mailbox, IncomingPush Push)> Read(SqliteSession session)
    {
        var rows = new List<(long, long?, IncomingPush)>();
        using var row = session.Prepare(Movable, BatchSize).ExecuteReader();
        while (row.Read())
            rows.Add((row.GetInt64(0), row.OptionalLong(1), ReadPush(row)));
        return rows;
    }

    private IncomingPush ReadPush(SqliteDataReader row)
    {
        var (id, app, body) = (Convert.ToHexStringLower(row.Bytes(2)), row.Text(3), row.Bytes(9));
        var (key, window) = Identify(app, id, body);
        return new IncomingPush
        {
            Key = key,
            Id = id,
            App = app,
            OpenId = row.OptionalText(4),
            MsgType = row.Text(5),
            Event = row.OptionalText(6),
            CreateTime = row.Long(7),
            ReceivedAt = row.Time(8),
            Window = window + DeduplicationOptions.Margin,
            Body = body,
            Source = PushSource.TryRead(row.OptionalText(10), out var source) ? source : null,
        };
    }

    // The inbox keeps no key beside a push, but it follows from the push: so WeChat's retries are known in Redis, too.
    private (PushKey Key, TimeSpan Window) Identify(string app, string id, byte[] body)
    {
        if (apps.Find(app) is not { } known || PushContent.Read(body, out var content) != ReadOutcome.Ok)
            return (PushKey.Read(KeyOf(id)), deduplication.EventWindow);
        var identity = PushIdentity.From(known.Scope, content!);
        return (identity.Key, identity.IsMessage ? deduplication.MessageWindow : deduplication.EventWindow);
    }

    private static byte[] KeyOf(string id) => SHA256.HashData(Encoding.UTF8.GetBytes(id))[..PushKey.Size];
}
