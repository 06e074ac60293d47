using Microsoft.Data.Sqlite;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>What operators see of the embedded inbox.</summary>
internal sealed class SqlitePushHistory(SqliteStore store, SqliteInbox inbox, TimeProvider time) : IPushHistory
{
    private static int CountDead(SqliteSession session, string app) =>
        (int)(long)session.Scalar("SELECT count(*) FROM push INDEXED BY push_dead WHERE app = $1 AND state = 4", app)!;

    private const int MaxPage = 200;

    public async ValueTask<PushPage> ListAsync(string app, PushFilter filter, CancellationToken cancellationToken)
    {
        await inbox.IndexAsync(cancellationToken);
        var limit = Math.Clamp(filter.Limit, 1, MaxPage);
        var before = Cursor.Parse(filter.Cursor);
        if (filter.IsSearch)
            return await new PushSearch(store, app, filter, time).ListAsync(before, limit, cancellationToken);
        return await store.ReadAsync(
            session =>
            {
                using var command = PushQuery.List(session, app, filter, before, 0, limit + 1);
                var items = new List<PushSummary>();
                var last = 0L;
                using var reader = command.ExecuteReader();
                while (reader.Read())
                {
                    if (items.Count == limit)
                        return new PushPage(items, Cursor.Format(last));
                    items.Add(PushQuery.ReadSummary(reader));
                    last = reader.GetInt64(0);
                }

                return new PushPage(items, null);
            },
            cancellationToken);
    }

    public async ValueTask<PushCount> CountAsync(string app, PushFilter filter, CancellationToken cancellationToken)
    {
        await inbox.IndexAsync(cancellationToken);
        return await new PushSearch(store, app, filter, time).CountAsync(cancellationToken);
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

    public ValueTask<int> CountDeadAsync(string app, CancellationToken cancellationToken) =>
        store.ReadAsync(session => CountDead(session, app), cancellationToken);

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
                    {
                        if (reader.Int(0) is >= InboxSchema.Queued and < InboxSchema.Done and var state)
                            counts[state] += reader.Int(1);
                    }
                }

                var dead = CountDead(session, app);
                var (waiting, claimed) = AppendLogIndexer.Count(session, app);
                return new PushBacklog(
                    counts[InboxSchema.Queued] + waiting, counts[InboxSchema.Processing] + claimed, counts[InboxSchema.Retrying], dead);
            },
            cancellationToken);

    private static PushDetail? Find(SqliteSession session, string app, byte[] id)
    {
        PushSummary summary;
        long seq;
        using (var reader = session.Prepare($"SELECT {PushQuery.Columns} FROM push WHERE id = $1 AND app = $2", id, app).ExecuteReader())
        {
            if (!reader.Read())
                return null;
            summary = PushQuery.ReadSummary(reader);
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
            Body = session.Scalar("SELECT CAST(body AS BLOB) FROM push_body WHERE seq = $1", seq) as byte[] ?? [],
            Source = PushSource.Read(session.Scalar("SELECT source FROM push_body WHERE seq = $1", seq) as string),
            Timeline = Timeline.Read(session, seq, summary.ReceivedAt),
            Sends = ReadSends(session, seq),
        };
    }

    private static List<SendEntry> ReadSends(SqliteSession session, long seq)
    {
        var sends = new List<SendEntry>();
        using var reader = session.Prepare(
            "SELECT at, api, outcome, errcode, errmsg, duration, msg_id FROM send WHERE seq = $1 ORDER BY replay, ordinal", seq).ExecuteReader();
        while (reader.Read())
        {
            sends.Add(new SendEntry(
                reader.Time(0),
                reader.Text(1),
                reader.IsDBNull(2) ? null : reader.Word<SendOutcome>(2) ?? SendOutcome.Uncertain,
                reader.OptionalInt(3),
                reader.OptionalText(4),
                reader.OptionalInt(5))
            {
                MsgId = reader.OptionalText(6),
            });
        }

        return sends;
    }
}
