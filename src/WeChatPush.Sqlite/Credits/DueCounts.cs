using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Credits;

/// <summary>What runs out when, by the second and by the hour, so that a count is exact and never a scan.</summary>
internal static class DueCounts
{
    private const int Hour = 3600;

    private const string Change =
        """
        INSERT INTO credit_due VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (app, what, span, slot) DO UPDATE SET n = n + $5
        """;

    private const string Empty =
        "DELETE FROM credit_due WHERE app = $1 AND what = $2 AND span = $3 AND slot = $4 AND n = 0";

    /// <summary>Whole hours first, then the seconds that are left of this one.</summary>
    private const string Alive =
        """
        SELECT (SELECT ifnull(sum(n), 0) FROM credit_due
                WHERE app = $1 AND what = $2 AND span = 3600 AND slot > $3 / 3600)
             + (SELECT ifnull(sum(n), 0) FROM credit_due
                WHERE app = $1 AND what = $2 AND span = 1 AND slot > $3 AND slot < ($3 / 3600 + 1) * 3600)
        """;

    private const string Past = "DELETE FROM credit_due WHERE app = $1 AND what = $2 AND span = $3 AND slot < $4";

    /// <summary>Adds to what runs out at a second.</summary>
    public static void Add(SqliteSession session, string app, Due what, long second, int number)
    {
        // At the full hour the count of the hours says it all: in the hour that begins then, it has run out.
        if (second % Hour != 0)
            Add(session, app, what, 1, second, number);
        Add(session, app, what, Hour, second / Hour, number);
    }

    /// <summary>How many have not run out.</summary>
    public static long CountAlive(SqliteSession session, string app, Due what, long now) =>
        session.Number(Alive, app, (int)what, now) ?? 0;

    /// <summary>Forgets what ran out before a time.</summary>
    public static int ForgetBefore(SqliteSession session, string app, long before)
    {
        var gone = 0;
        foreach (var what in Enum.GetValues<Due>())
        {
            gone += Drop(session, app, what, 1, before);
            gone += Drop(session, app, what, Hour, before / Hour);
        }

        return gone;
    }

    private static void Add(SqliteSession session, string app, Due what, int span, long slot, int number)
    {
        session.Execute(Change, app, (int)what, span, slot, number);
        if (number < 0)
            session.Execute(Empty, app, (int)what, span, slot);
    }

    private static int Drop(SqliteSession session, string app, Due what, int span, long before) =>
        session.Execute(Past, app, (int)what, span, before);
}

/// <summary>What runs out.</summary>
internal enum Due
{
    /// <summary>A free formId.</summary>
    FormId,

    /// <summary>The last free formId of a user.</summary>
    User,

    /// <summary>The last free formId of a user who cannot be reached otherwise.</summary>
    UserWithoutPermits,
}
