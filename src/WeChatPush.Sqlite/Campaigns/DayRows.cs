using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Campaigns;

/// <summary>How many messages of campaigns a user gets in a day.</summary>
internal static class DayRows
{
    private const string Find = "SELECT n FROM campaign_day WHERE day = $1 AND app = $2 AND open_id = $3";

    private const string Change =
        """
        INSERT INTO campaign_day VALUES ($1, $2, $3, $4)
        ON CONFLICT (day, app, open_id) DO UPDATE SET n = n + $4
        """;

    private const string Drop =
        """
        DELETE FROM campaign_day WHERE (day, app, open_id) IN
            (SELECT day, app, open_id FROM campaign_day WHERE day < $1 LIMIT $2)
        """;

    public static long Count(SqliteSession session, long day, string app, string openId) =>
        session.Number(Find, day, app, openId) ?? 0;

    public static void Add(SqliteSession session, long day, string app, string openId, int number) =>
        session.Execute(Change, day, app, openId, number);

    /// <summary>Forgets days; returns how many rows went.</summary>
    public static int DropBefore(SqliteSession session, long day, int max) => session.Execute(Drop, day, max);
}
