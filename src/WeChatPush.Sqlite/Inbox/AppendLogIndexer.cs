using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>Takes the rows of <see cref="AppendLog"/> apart, oldest first: each push gets its place in its user's mailbox.</summary>
internal static class AppendLogIndexer
{
    private const string Last = "SELECT max(n) FROM arrival";

    // Of a claimed row those count as packed that are behind the taken ones, and as claimed those of the taken ones that have
    // no row of their own.
    private const string CountOf = """
        SELECT CAST(total(a.count - coalesce(c.taken, 0)) AS INTEGER), CAST(total(
            coalesce(c.taken, 0) - (SELECT count(*) FROM push p WHERE p.seq >= c.first AND p.seq < c.first + c.taken)) AS INTEGER)
        FROM arrival a LEFT JOIN arrival_claim c ON c.n = a.n WHERE a.app = $1
        """;

    private const int BatchSize = 1000;

    /// <summary>The youngest row there is; <see langword="null"/>: nothing is packed.</summary>
    public static long? Youngest(SqliteSession session) => session.Scalar(Last) as long?;

    /// <summary>How many pushes of an app are packed, and how many of them are claimed as they lie.</summary>
    public static (int Waiting, int Claimed) Count(SqliteSession session, string app)
    {
        var counts = session.Statement(CountOf);
        counts.Bind(1, app);
        counts.Step();
        var (waiting, claimed) = (StoredValues.ToInt(counts.Int64(0)), StoredValues.ToInt(counts.Int64(1)));
        counts.Reset();
        return (Math.Max(0, waiting), Math.Max(0, claimed));
    }

    /// <summary>
    /// Gives all that are claimed as they lie rows of their own, and takes rows apart up to one of them, or some of the way;
    /// false: they are done.
    /// </summary>
    public static bool Some(SqliteSession session, long youngest)
    {
        var packed = PackedPushes.Get(session);
        packed.IndexClaimed(session);
        for (var count = 0; count < BatchSize;)
        {
            var some = packed.IndexNext(session, youngest);
            if (some == 0 && packed.Peek(session) is null)
                some = packed.IndexPassed(session);
            if (some == 0)
                return false;
            count += some;
        }

        return true;
    }
}
