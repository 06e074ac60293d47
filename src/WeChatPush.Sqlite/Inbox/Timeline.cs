using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>Writes a push's timeline.</summary>
internal static class Timeline
{
    private const string Insert = """
        INSERT OR REPLACE INTO timeline (seq, n, at, what, detail)
        SELECT $1, coalesce(max(n), 0) + 1, $2, $3, $4 FROM timeline WHERE seq = $1 AND typeof(n) = 'integer'
        """;

    // What lasts for hours, a stop or an outage, is one line and not one per look.
    private const string InsertOnce = """
        INSERT OR REPLACE INTO timeline (seq, n, at, what, detail)
        SELECT $1, coalesce((SELECT max(n) FROM timeline WHERE seq = $1 AND typeof(n) = 'integer'), 0) + 1, $2, $3, $4
        WHERE NOT EXISTS (
            SELECT 1 FROM timeline WHERE seq = $1 AND what = $3 AND detail IS $4
            AND n = (SELECT max(n) FROM timeline WHERE seq = $1))
        """;

    public static void Add(SqliteSession session, long seq, long at, string what, string? detail) =>
        session.Execute(Insert, seq, at, what, detail);

    public static void AddOnce(SqliteSession session, long seq, long at, string what, string? detail) =>
        session.Execute(InsertOnce, seq, at, what, detail);
}
