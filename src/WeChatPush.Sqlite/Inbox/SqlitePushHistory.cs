using System.Globalization;
using Microsoft.Data.Sqlite;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>What operators see of the embedded inbox.</summary>
internal sealed class SqlitePushHistory(SqliteStore store, SqliteInbox inbox, TimeProvider time) : IPushHistory
{
    private const string Columns = "seq, id, state, msg_type, event, open_id, create_time, received_at, attempts";
    private const int MaxPage = 200;

    public async ValueTask<PushPage> ListAsync(string app, PushFilter filter, CancellationToken cancellationToken)
    {
        await inbox.IndexAsync(cancellationToken);
        var limit = Math.Clamp(filter.Limit, 1, MaxPage);
        var before = Cursor.Parse(filter.Cursor);
        return await store.ReadAsync(
            session =>
            {
                using var command = session.Connection.CreateCommand();
                command.CommandText = ListQuery(filter.State);
                var parameters = command.Parameters;
                parameters.AddWithValue("$app", app);
                parameters.AddWithValue("$before", before);
                parameters.AddWithValue("$limit", limit + 1);
                parameters.AddWithValue("$state", Or(filter.State is { } state ? (int)state : null));
                parameters.AddWithValue("$type", Or(filter.MsgType));
                parameters.AddWithValue("$event", Or(filter.Event));
                parameters.AddWithValue("$user", Or(filter.OpenId));
                parameters.AddWithValue("$since", Or(filter.Since?.ToUnixTimeMilliseconds()));
                parameters.AddWithValue("$until", Or(filter.Until?.ToUnixTimeMilliseconds()));

                var items = new List<PushSummary>();
                var last = 0L;
                using var reader = command.ExecuteReader();
                while (reader.Read())
                {
                    if (items.Count == limit)
                        return new PushPage(items, Cursor.Format(last));
                    items.Add(ReadSummary(reader));
                    last = reader.GetInt64(0);
                }

                return new PushPage(items, null);
            },
            cancellationToken);
    }

    public async ValueTask<PushDetail?> FindAsync(string app, string id, CancellationToken cancellationToken)
    {
        if (!PushId.TryParse(id, out var key))
            return null;
        await inbox.IndexAsync(cancellationToken);
        return await store.ReadAsync(session => Find(session, app, key), cancellationToken);
    }

    public async ValueTask<bool> ReplayAsync(string app, string id, ReplayRequest request, CancellationToken cancellationToken)
    {
        if (!PushId.TryParse(id, out var key))
            return false;
        await inbox.IndexAsync(cancellationToken);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var found = await store.WriteAsync(session => Replay.One(session, app, key, request, now));
        inbox.SignalWork();
        return found;
    }

    public async ValueTask<int> ReplayDeadLettersAsync(string app, ReplayRequest request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var total = 0;

        // A bounded number at a time: receiving continues between the commits. What dies again meanwhile stays dead.
        foreach (var some in (await store.ReadAsync(session => Replay.ReadDead(session, app), cancellationToken)).Chunk(200))
        {
            if (cancellationToken.IsCancellationRequested)
                break;
            total += await store.WriteAsync(session => Replay.DeadLetters(session, some, request, now));
            inbox.SignalWork();
        }

        return total;
    }

    public ValueTask<PushBacklog> CountAsync(string app, CancellationToken cancellationToken) =>
        store.ReadAsync(
            session =>
            {
                Span<int> counts = stackalloc int[5];
                using (var reader = session.Prepare(
                    "SELECT state, count(*) FROM push INDEXED BY push_mailbox WHERE state < 3 AND app = $1 GROUP BY state",
                    app).ExecuteReader())
                {
                    while (reader.Read())
                        counts[reader.GetInt32(0)] = reader.GetInt32(1);
                }

                var dead = (long)session.Scalar("SELECT count(*) FROM push WHERE app = $1 AND state = 4", app)!;
                return new PushBacklog(
                    counts[InboxSchema.Queued] + AppendLogIndexer.Count(session, app), counts[InboxSchema.Processing], counts[InboxSchema.Retrying], (int)dead);
            },
            cancellationToken);

    // The unfinished and the dead have small indexes of their own; the rest is read backwards from the newest.
    private static string ListQuery(PushState? state)
    {
        var from = state switch
        {
            PushState.Queued or PushState.Processing or PushState.Retrying =>
                "push INDEXED BY push_mailbox WHERE state < 3 AND app = $app AND state = $state",
            PushState.Dead => "push INDEXED BY push_dead WHERE state = 4 AND app = $app",
            PushState.Done => "push WHERE app = $app AND state = $state",
            _ => "push WHERE app = $app",
        };
        return $"""
            SELECT {Columns} FROM {from} AND seq < $before
            AND ($type IS NULL OR msg_type = $type COLLATE NOCASE) AND ($event IS NULL OR event = $event COLLATE NOCASE)
            AND ($user IS NULL OR open_id = $user)
            AND ($since IS NULL OR received_at >= $since) AND ($until IS NULL OR received_at < $until)
            ORDER BY seq DESC LIMIT $limit
            """;
    }

    private static object Or(object? value) => value ?? DBNull.Value;

    private static PushDetail? Find(SqliteSession session, string app, byte[] id)
    {
        PushSummary summary;
        long seq;
        using (var reader = session.Prepare($"SELECT {Columns} FROM push WHERE id = $1 AND app = $2", id, app).ExecuteReader())
        {
            if (!reader.Read())
                return null;
            summary = ReadSummary(reader);
            seq = reader.GetInt64(0);
        }

        return new PushDetail
        {
            Id = summary.Id,
            State = summary.State,
            MsgType = summary.MsgType,
            Event = summary.Event,
            OpenId = summary.OpenId,
            CreateTime = summary.CreateTime,
            ReceivedAt = summary.ReceivedAt,
            Attempts = summary.Attempts,
            Body = (byte[])session.Scalar("SELECT body FROM push_body WHERE seq = $1", seq)!,
            Source = PushSource.Read(session.Scalar("SELECT source FROM push_body WHERE seq = $1", seq) as string),
            Timeline = ReadTimeline(session, seq, summary.ReceivedAt),
            Sends = ReadSends(session, seq),
        };
    }

    private static PushSummary ReadSummary(SqliteDataReader reader) => new()
    {
        Id = Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(1)),
        State = (PushState)reader.GetInt32(2),
        MsgType = reader.GetString(3),
        Event = reader.IsDBNull(4) ? null : reader.GetString(4),
        OpenId = reader.IsDBNull(5) ? null : reader.GetString(5),
        CreateTime = reader.GetInt64(6),
        ReceivedAt = Time(reader.GetInt64(7)),
        Attempts = reader.GetInt32(8),
    };

    private static List<TimelineEntry> ReadTimeline(SqliteSession session, long seq, DateTimeOffset receivedAt)
    {
        var entries = new List<TimelineEntry> { new(receivedAt, "received", null) };
        using var reader = session.Prepare("SELECT at, what, detail FROM timeline WHERE seq = $1 ORDER BY n", seq).ExecuteReader();
        while (reader.Read())
            entries.Add(new TimelineEntry(Time(reader.GetInt64(0)), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2)));
        return entries;
    }

    private static List<SendEntry> ReadSends(SqliteSession session, long seq)
    {
        var sends = new List<SendEntry>();
        using var reader = session.Prepare(
            "SELECT at, api, outcome, errcode, errmsg, duration, msg_id FROM send WHERE seq = $1 ORDER BY replay, ordinal", seq).ExecuteReader();
        while (reader.Read())
        {
            sends.Add(new SendEntry(
                Time(reader.GetInt64(0)),
                reader.GetString(1),
                reader.IsDBNull(2) ? null : (SendOutcome)reader.GetInt32(2),
                Int(reader, 3),
                reader.IsDBNull(4) ? null : reader.GetString(4),
                Int(reader, 5))
            {
                MsgId = reader.IsDBNull(6) ? null : reader.GetString(6),
            });
        }

        return sends;
    }

    private static int? Int(SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : Convert.ToInt32(reader.GetValue(column), CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
