using WeChatPush.Credits;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Credits;

/// <summary>The permits of one user for one template as they are stored, and the counters that follow.</summary>
internal static class PermitRow
{
    private const string Find =
        """
        SELECT usable, reserved, uncertain, undelivered, long_term, earned, burned
        FROM credit_permit WHERE template = $1 AND open_id = $2
        """;

    private const string Put = "INSERT OR REPLACE INTO credit_permit VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    private const string Drop = "DELETE FROM credit_permit WHERE template = $1 AND open_id = $2";

    private const string Count =
        """
        UPDATE credit_template
        SET credits = credits + $2, users = users + $3, uncertain = uncertain + $4, undelivered = undelivered + $5
        WHERE no = $1
        """;

    public static Permits Load(SqliteSession session, long template, string openId)
    {
        using var reader = session.Prepare(Find, template, openId).ExecuteReader();
        return reader.Read()
            ? Permits.Stored(
                reader.Count(0), reader.Count(1), reader.Count(2), reader.Count(3),
                reader.Flag(4), reader.Count(5), reader.Count(6))
            : default;
    }

    /// <summary>Stores the permits, and brings the counters of the template and of the user along.</summary>
    public static void Save(
        SqliteSession session, long template, string openId, Permits now, Permits before, ref UserRow user)
    {
        if (now == before)
            return;
        if (now.IsEmpty)
        {
            session.Execute(Drop, template, openId);
        }
        else
        {
            session.Execute(
                Put, template, openId,
                now.Usable, now.Reserved, now.Uncertain, now.Undelivered, now.LongTerm, now.Earned, now.Burned);
        }

        var reachable = Convert.ToInt32(now.Usable > 0) - Convert.ToInt32(before.Usable > 0);
        user.Templates += reachable;
        session.Execute(
            Count, template,
            now.Usable - before.Usable,
            reachable,
            now.Uncertain - before.Uncertain,
            now.Undelivered - before.Undelivered);
    }
}
