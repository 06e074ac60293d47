using WeChatPush.Credits;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Credits;

/// <summary>The log of one user's reports as it is stored.</summary>
internal static class LogRow
{
    private const string Find = "SELECT entries FROM credit_log WHERE app = $1 AND open_id = $2";
    private const string Put = "INSERT OR REPLACE INTO credit_log VALUES ($1, $2, $3, $4)";
    private const string Drop = "DELETE FROM credit_log WHERE app = $1 AND open_id = $2";
    private const string DropOld = "DELETE FROM credit_log WHERE app = $1 AND open_id = $2 AND until <= $3";

    private const string After =
        """
        SELECT app, open_id, until FROM credit_log
        WHERE (app, open_id) > ($1, $2) ORDER BY app, open_id LIMIT $3
        """;

    public static ReportLog Load(SqliteSession session, string app, string openId, long now) =>
        ReportLog.Read(session.Scalar(Find, app, openId) as byte[] ?? [], now);

    public static void Save(SqliteSession session, string app, string openId, ReportLog log)
    {
        if (!log.IsChanged)
            return;
        if (log.IsEmpty)
            session.Execute(Drop, app, openId);
        else
            session.Execute(Put, app, openId, log.Until, log.ToBytes());
    }

    /// <summary>Looks for logs that are over, from a user on; returns where to continue, unless that was the end.</summary>
    public static LoggedUser? FindOld(
        SqliteSession session, long now, LoggedUser after, int look, int max, List<LoggedUser> old)
    {
        LoggedUser? last = null;
        var looked = 0;
        using var reader = session.Prepare(After, after.App, after.OpenId, look).ExecuteReader();
        while (old.Count < max && reader.Read())
        {
            looked++;
            last = new(reader.Text(0), reader.Text(1));
            if (reader.Long(2) <= now)
                old.Add(last);
        }

        return looked < look && old.Count < max ? null : last;
    }

    /// <summary>Forgets those that are still over.</summary>
    public static int Forget(SqliteSession session, long now, IEnumerable<LoggedUser> users) =>
        users.Sum(user => session.Execute(DropOld, user.App, user.OpenId, now));
}

/// <summary>A user with a log.</summary>
internal sealed record LoggedUser(string App, string OpenId);
