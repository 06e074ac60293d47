using WeChatPush.Credits;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Credits;

/// <summary>What was seen, and in which week.</summary>
internal static class SeenRows
{
    // A clock that was set back finds weeks that have not come yet; they count as well.
    private const string Put =
        """
        INSERT INTO credit_seen (key, week, app) VALUES ($1, $2, $4)
        ON CONFLICT (key) DO UPDATE SET week = $2, app = $4 WHERE week < $3
        """;

    private const string Week = "SELECT week FROM credit_seen WHERE key = $1";
    private const string After = "SELECT key, week FROM credit_seen WHERE key > $1 ORDER BY key LIMIT $2";
    private const string Drop = "DELETE FROM credit_seen WHERE key = $1 AND week < $2";

    /// <summary>Remembers something. False: it is remembered already.</summary>
    public static bool TryAdd(SqliteSession session, string app, DateTimeOffset now, byte[] key) =>
        session.Execute(Put, key, CreditMemory.WeekOf(now), OldestWeek(now), app) == 1;

    /// <summary>Whether something is remembered.</summary>
    public static bool Contains(SqliteSession session, DateTimeOffset now, byte[] key) =>
        session.Number(Week, key) >= OldestWeek(now);

    /// <summary>Looks for what is too old, from a key on; returns where to continue, unless that was the end.</summary>
    public static byte[]? FindOld(
        SqliteSession session, DateTimeOffset now, byte[] after, int look, int max, List<byte[]> old)
    {
        byte[]? last = null;
        var looked = 0;
        using var reader = session.Prepare(After, after, look).ExecuteReader();
        while (old.Count < max && reader.Read())
        {
            looked++;
            last = reader.Bytes(0);
            if (reader.Long(1) < OldestWeek(now))
                old.Add(last);
        }

        return looked < look && old.Count < max ? null : last;
    }

    /// <summary>Forgets what is still too old of what was found.</summary>
    public static int Forget(SqliteSession session, DateTimeOffset now, IEnumerable<byte[]> keys) =>
        keys.Sum(key => session.Execute(Drop, key, OldestWeek(now)));

    private static long OldestWeek(DateTimeOffset now) => CreditMemory.WeekOf(now) - CreditMemory.Weeks;
}
