using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>Takes the rows of <see cref="AppendLog"/> apart, oldest first: each push gets its place in its user's mailbox.</summary>
internal static class AppendLogIndexer
{
    private const string Oldest = "SELECT n, app, pushes, at FROM arrival ORDER BY n LIMIT 1";
    private const string Drop = "DELETE FROM arrival WHERE n = $1";
    private const string Since = "SELECT CAST(at AS INTEGER) FROM arrival ORDER BY n LIMIT 1";
    private const string First = "SELECT min(n) FROM arrival";
    private const string Last = "SELECT max(n) FROM arrival";
    private const string CountOf = "SELECT CAST(total(count) AS INTEGER) FROM arrival WHERE app = $1";
    private const int BatchSize = 1000;

    // Due at once, unless an unfinished push of the same user is ahead.
    private const string Insert = """
        INSERT OR IGNORE INTO push (id, app, mailbox, open_id, msg_type, event, create_time, received_at, state, due_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0,
            CASE WHEN EXISTS (SELECT 1 FROM push WHERE mailbox = $3 AND state < 3) THEN NULL ELSE $8 END)
        """;

    private const string InsertBody = "INSERT INTO push_body (seq, body, source) VALUES (last_insert_rowid(), $1, $2)";

    /// <summary>The youngest row there is; <see langword="null"/>: nothing is packed.</summary>
    public static long? Youngest(SqliteSession session) => session.Scalar(Last) as long?;

    /// <summary>How many pushes of an app are packed.</summary>
    public static int Count(SqliteSession session, string app) => StoredValues.ToInt((long)session.Scalar(CountOf, app)!);

    /// <summary>Takes rows apart up to one of them, or some of the way; false: they are done.</summary>
    public static bool Some(SqliteSession session, long youngest)
    {
        for (var count = 0; count < BatchSize;)
        {
            if (session.Scalar(First) is not long first || first > youngest)
                return false;
            count += Next(session);
        }

        return true;
    }

    /// <summary>When the oldest packed row arrived, in Unix ms; <see langword="null"/>: there is none.</summary>
    public static long? OldestAt(SqliteSession session) => session.Scalar(Since) as long?;

    /// <summary>Takes one row apart; returns how many pushes it held.</summary>
    public static int Next(SqliteSession session)
    {
        var oldest = session.Statement(Oldest);
        if (!oldest.Step())
        {
            oldest.Reset();
            return 0;
        }

        var n = oldest.Int64(0);
        var app = oldest.Text(1) ?? "";
        var count = 0;
        var row = oldest.Blob(2);
        for (var all = row; AppendLogEntry.TryRead(ref row, out var push); count++, all = row)
        {
            if (!Put(session, app, push))
                UnreadablePush.Keep(session, app, n, all[..^row.Length], oldest.Int64(3), "its id is that of another push");
        }

        if (row.Length > 0 || count == 0)
            UnreadablePush.Keep(session, app, n, row, oldest.Int64(3), $"what is behind the first {count} pushes of a batch cannot be read");
        oldest.Reset();
        session.Execute(Drop, n);
        return Math.Max(1, count);
    }

    // False: there is a push with its id.
    private static bool Put(SqliteSession session, string app, in AppendLogEntry push)
    {
        var insert = session.Statement(Insert);
        insert.Bind(1, push.Id);
        insert.Bind(2, app);
        insert.Bind(3, Mailbox.GetName(app, push.OpenId));
        insert.Bind(4, push.OpenId);
        insert.Bind(5, push.MsgType);
        insert.Bind(6, push.Event);
        insert.Bind(7, push.CreateTime);
        insert.Bind(8, push.ReceivedAt);
        if (insert.Run() == 0)
            return false;

        var body = session.Statement(InsertBody);
        body.Bind(1, push.Body);
        body.Bind(2, push.Source);
        body.Run();
        return true;
    }
}
