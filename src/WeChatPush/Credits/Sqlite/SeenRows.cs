using WeChatPush.Storage;

namespace WeChatPush.Credits.Sqlite;

/// <summary>What was seen in which week.</summary>
internal static class SeenRows
{
    private const string Find = "SELECT 1 FROM credit_seen WHERE week = $1 AND key = $2";
    private const string Put = "INSERT INTO credit_seen VALUES ($1, $2)";

    private const string Drop =
        """
        DELETE FROM credit_seen WHERE (week, key) IN (SELECT week, key FROM credit_seen WHERE week < $1 LIMIT $2)
        """;

    /// <summary>Remembers something. False: it is remembered already.</summary>
    public static bool TryAdd(SqliteSession session, DateTimeOffset now, byte[] key)
    {
        var week = CreditMemory.WeekOf(now);
        for (var past = 0; past <= CreditMemory.Weeks; past++)
        {
            if (session.Scalar(Find, week - past, key) is not null)
                return false;
        }

        // A clock that was set back may find it in a week that has not come yet.
        if (session.Scalar(Find, week + 1, key) is not null)
            return false;
        session.Execute(Put, week, key);
        return true;
    }

    /// <summary>Forgets up to <paramref name="max"/> of what is too old.</summary>
    public static int ForgetOld(SqliteSession session, DateTimeOffset now, int max) =>
        session.Execute(Drop, CreditMemory.WeekOf(now) - CreditMemory.Weeks, max);
}
