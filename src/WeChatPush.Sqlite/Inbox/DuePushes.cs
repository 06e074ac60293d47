using WeChatPush.Inbox;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>A push that may be claimed.</summary>
internal readonly record struct DuePush(ClaimedPush Push, long At, bool WasProcessing);

/// <summary>
/// Finds the pushes that are due: of all apps the oldest, or, if an app among them holds all that it may, the oldest of the
/// others.
/// </summary>
internal static class DuePushes
{
    private const string Columns = """
        SELECT p.seq, p.id, p.app, p.open_id, p.received_at, p.attempts, p.replay, p.fence, p.state, b.body, p.awaits, b.source, p.due_at
        FROM push p
        """;

    private const string OfAll = $"""
        {Columns} LEFT JOIN push_body b ON b.seq = p.seq WHERE p.due_at <= $1 ORDER BY p.due_at, p.seq LIMIT $2
        """;

    // The walk from app to app jumps along the index: it costs as much as there are apps with unfinished pushes, however
    // many they have.
    private const string Heads = """
        WITH RECURSIVE head(app) AS (
            SELECT min(app) FROM push WHERE due_at IS NOT NULL
            UNION ALL
            SELECT (SELECT min(app) FROM push WHERE due_at IS NOT NULL AND app > head.app) FROM head WHERE head.app IS NOT NULL
        )
        SELECT app, (SELECT min(due_at) FROM push WHERE due_at IS NOT NULL AND push.app = head.app) FROM head WHERE app IS NOT NULL
        """;

    private const string OfApp = $"""
        {Columns} INDEXED BY push_due_app LEFT JOIN push_body b ON b.seq = p.seq
        WHERE p.app = $1 AND p.due_at IS NOT NULL AND p.due_at <= $2 ORDER BY p.due_at, p.seq LIMIT $3
        """;

    // Those at once have a request waiting, and are no sign of a backlog.
    private const string HeadOfApp = "SELECT due_at, seq FROM push WHERE app = $1 AND due_at > 0 ORDER BY due_at, seq LIMIT 1";

    // Of a row that is taken bit by bit the next push is another each time.
    private const string OldestPacked = """
        SELECT a.app, a.at, coalesce(c.first + c.taken, -a.n) FROM arrival a LEFT JOIN arrival_claim c ON c.n = a.n
        WHERE c.n IS NULL OR c.taken < a.count ORDER BY a.n LIMIT 1
        """;

    // Claimed as they lie: such a push falls due when its lease ends.
    private const string ClaimedPacked = """
        SELECT a.app, c.until, c.first FROM arrival_claim c JOIN arrival a ON a.n = c.n
        WHERE c.taken > (SELECT count(*) FROM push p WHERE p.seq >= c.first AND p.seq < c.first + c.taken) ORDER BY c.until DESC
        """;

    private const string NextOfAll = "SELECT min(due_at) FROM push WHERE due_at IS NOT NULL";

    /// <summary>Up to so many, the oldest first.</summary>
    /// <param name="session">The writer.</param>
    /// <param name="until">When a push has to have fallen due.</param>
    /// <param name="now">The time, for what cannot be read.</param>
    /// <param name="max">At most so many.</param>
    /// <param name="tally">What each app may have.</param>
    public static List<DuePush> Find(SqliteSession session, long until, long now, int max, AppTally tally)
    {
        var due = Read(session, now, () =>
        {
            var statement = session.Statement(OfAll);
            statement.Bind(1, until);
            statement.Bind(2, max);
            return statement;
        });
        var taken = Take(due, max, tally);
        return taken.Count == due.Count ? taken : FindByApp(session, until, now, max, tally);
    }

    /// <summary>When the next push falls due of an app that may have more; <see langword="null"/>: none is known.</summary>
    public static long? Next(SqliteSession session, AppTally tally)
    {
        if (tally.IsUnlimited)
            return session.Scalar(NextOfAll) as long?;
        var open = ReadHeads(session).Where(head => tally.HasRoom(head.App)).ToList();
        return open.Count == 0 ? null : open.Min(head => head.At);
    }

    /// <summary>When the oldest push of each app with unfinished ones falls due, or fell due.</summary>
    public static List<(string App, long At)> ReadHeads(SqliteSession session)
    {
        var heads = new List<(string App, long At)>();
        var statement = session.Statement(Heads);
        while (statement.Step())
            heads.Add((statement.Text(0)!, statement.Int64(1)));
        statement.Reset();
        return heads;
    }

    /// <summary>The push of an app that falls due first.</summary>
    public static List<DueHead> ReadHeads(SqliteSession session, IReadOnlyList<string> apps)
    {
        var found = new List<DueHead>();
        var (packedOf, at, next) = ("", 0L, 0L);
        var packed = session.Statement(OldestPacked);
        if (packed.Step())
            (packedOf, at, next) = (packed.Text(0)!, packed.Int64(1), packed.Int64(2));
        packed.Reset();
        var claimed = ReadClaimed(session);
        foreach (var app in apps)
        {
            var statement = session.Statement(HeadOfApp);
            statement.Bind(1, app);
            var (dueAt, handle) = statement.Step() ? (statement.Int64(0), statement.Int64(1)) : (long.MaxValue, 0);
            statement.Reset();
            if (claimed.TryGetValue(app, out var lease) && lease.At < dueAt)
                (dueAt, handle) = lease;
            if (app == packedOf && at < dueAt)
                (dueAt, handle) = (at, next);
            if (dueAt != long.MaxValue)
                found.Add(new DueHead(app, StoredValues.ToTime(dueAt), handle));
        }

        return found;
    }

    private static Dictionary<string, (long At, long Handle)> ReadClaimed(SqliteSession session)
    {
        var claimed = new Dictionary<string, (long At, long Handle)>(StringComparer.Ordinal);
        var rows = session.Statement(ClaimedPacked);
        while (rows.Step())
            claimed[rows.Text(0) ?? ""] = (rows.Int64(1), rows.Int64(2));
        rows.Reset();
        return claimed;
    }

    private static List<DuePush> FindByApp(SqliteSession session, long until, long now, int max, AppTally tally)
    {
        var due = new List<DuePush>();
        var heads = ReadHeads(session)
            .Where(head => head.At <= until && (head.At == InboxSchema.AtOnce || tally.HasRoom(head.App)))
            .OrderBy(head => head.At).Take(max).ToList();
        foreach (var (app, _) in heads)
        {
            due.AddRange(Read(session, now, () =>
            {
                var statement = session.Statement(OfApp);
                statement.Bind(1, app);
                statement.Bind(2, tally.HasRoom(app) ? until : InboxSchema.AtOnce);
                statement.Bind(3, max);
                return statement;
            }));
        }

        return Take([.. due.OrderBy(push => push.At).ThenBy(push => push.Push.Handle)], max, tally);
    }

    private static List<DuePush> Take(List<DuePush> due, int max, AppTally tally)
    {
        var counted = tally.Copy();
        var taken = new List<DuePush>();
        foreach (var push in due.TakeWhile(_ => taken.Count < max))
        {
            if (!push.Push.AwaitsReply)
            {
                if (!counted.HasRoom(push.Push.App))
                    continue;
                counted.Take(push.Push.App);
            }

            taken.Add(push);
        }

        return taken;
    }

    // What cannot be read becomes a dead letter, and what is behind it takes its place.
    private static List<DuePush> Read(SqliteSession session, long now, Func<SqliteStatement> query)
    {
        while (true)
        {
            var found = new List<DuePush>();
            List<(long Seq, string Problem)>? unreadable = null;
            var rows = query();
            while (rows.Step())
            {
                if (StoredPush.TryRead(rows, out var push) is { } problem)
                    (unreadable ??= []).Add((rows.Int64(0), problem));
                else
                    found.Add(new DuePush(push!, rows.Int64(12), rows.Int64(8) == InboxSchema.Processing));
            }

            rows.Reset();
            if (unreadable is null)
                return found;
            foreach (var (seq, problem) in unreadable)
                UnreadablePush.SetAside(session, seq, now, problem);
        }
    }
}
