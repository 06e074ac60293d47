using WeChatPush.Inbox;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>
/// Writes a push's timeline. How it ended stands in its own row until it begins again: nearly all end once, and have no other
/// entry.
/// </summary>
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

    // A column that cannot be read costs the entry, and no more.
    private const string End = """
        SELECT ended_at AS at, CASE state WHEN 4 THEN 'dead' ELSE 'done' END AS what, nullif(CAST(end_note AS TEXT), '') AS detail
        FROM push WHERE seq = $1 AND end_note IS NOT NULL AND typeof(ended_at) = 'integer' AND state IN (3, 4)
        """;

    private const string InsertEnd = $"""
        INSERT OR REPLACE INTO timeline (seq, n, at, what, detail)
        SELECT $1, coalesce((SELECT max(n) FROM timeline WHERE seq = $1 AND typeof(n) = 'integer'), 0) + 1, at, what, detail FROM ({End})
        """;

    private const string All = "SELECT at, what, detail FROM timeline WHERE seq = $1 ORDER BY n";

    public static void Add(SqliteSession session, long seq, long at, string what, string? detail) =>
        session.Execute(Insert, seq, at, what, detail);

    public static void AddOnce(SqliteSession session, long seq, long at, string what, string? detail) =>
        session.Execute(InsertOnce, seq, at, what, detail);

    /// <summary>Keeps how a push ended, before it begins again and its row says so no longer.</summary>
    public static void KeepEnd(SqliteSession session, long seq) => session.Execute(InsertEnd, seq);

    /// <summary>The entries of a push, the oldest first.</summary>
    public static List<TimelineEntry> Read(SqliteSession session, long seq, DateTimeOffset receivedAt)
    {
        var entries = new List<TimelineEntry> { new(receivedAt, "received", null) };
        foreach (var query in (ReadOnlySpan<string>)[All, End])
        {
            using var reader = session.Prepare(query, seq).ExecuteReader();
            while (reader.Read())
                entries.Add(new TimelineEntry(reader.Time(0), reader.Text(1), reader.OptionalText(2)));
        }

        return entries;
    }
}
