using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Campaigns;

/// <summary>The holders that have recipients, and when the lease of each ends.</summary>
internal static class HolderRows
{
    // No lease lasts so long: what says so, or is no number, is over.
    private static readonly TimeSpan MaxLease = TimeSpan.FromDays(365);

    private const string Put = "INSERT OR REPLACE INTO campaign_holder VALUES ($1, $2, $3)";

    private const string Prolong =
        "UPDATE campaign_holder SET leased_until = $3 WHERE campaign = $1 AND holder = $2";

    private const string Due = "SELECT campaign, holder FROM campaign_holder WHERE leased_until <= $1 OR leased_until > $2";
    private const string Late = "SELECT EXISTS (SELECT 1 FROM campaign_holder WHERE leased_until > $1)";
    private const string Shorten = "UPDATE campaign_holder SET leased_until = $1 WHERE leased_until > $1";
    private const string Drop = "DELETE FROM campaign_holder WHERE campaign = $1 AND holder = $2";

    public static void Save(SqliteSession session, long campaign, string holder, DateTimeOffset until) =>
        session.Execute(Put, campaign, holder, until.ToUnixTimeMilliseconds());

    /// <summary>False: there is no such holder.</summary>
    public static bool Renew(SqliteSession session, long campaign, string holder, DateTimeOffset until) =>
        session.Execute(Prolong, campaign, holder, until.ToUnixTimeMilliseconds()) == 1;

    public static List<(long Campaign, string Holder)> LoadDue(SqliteSession session, DateTimeOffset now)
    {
        using var reader = session.Prepare(Due, now.ToUnixTimeMilliseconds(), (now + MaxLease).ToUnixTimeMilliseconds()).ExecuteReader();
        var due = new List<(long, string)>();
        while (reader.Read())
            due.Add((reader.Long(0), reader.Text(1)));
        return due;
    }

    /// <summary>Whether leases end after this.</summary>
    public static bool HasLeasesAfter(SqliteSession session, DateTimeOffset latest) =>
        session.Number(Late, latest.ToUnixTimeMilliseconds()) == 1;

    /// <summary>Shortens those.</summary>
    public static void ShortenLeases(SqliteSession session, DateTimeOffset latest) =>
        session.Execute(Shorten, latest.ToUnixTimeMilliseconds());

    public static void Delete(SqliteSession session, long campaign, string holder) =>
        session.Execute(Drop, campaign, holder);
}
