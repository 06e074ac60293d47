using System.Globalization;
using System.Text;
using WeChatPush.Campaigns.Running;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Campaigns;

/// <summary>
/// Takes a user's name off the recipients of an app's campaigns. Their places stay, with the outcome that they have or get: who
/// is being sent to, without the credit; whose turn has not come, as cancelled when it comes.
/// </summary>
internal static class RecipientErasure
{
    // No openid begins so; the number keeps the places of one campaign apart.
    private const char Mark = '#';
    private const int DaysKept = 3;

    private const string Campaigns = "SELECT no FROM campaign WHERE app = $1";
    private const string Find = "SELECT number FROM campaign_recipient WHERE campaign = $1 AND open_id = $2";
    private const string CursorOf = "SELECT gather_cursor FROM campaign WHERE no = $1";
    private const string MoveCursor = "UPDATE campaign SET gather_cursor = $3 WHERE no = $1 AND gather_cursor = $2";

    private const string Before = """
        SELECT max(open_id) FROM (
            SELECT max(open_id) AS open_id FROM credit_permit WHERE open_id < $1
                AND template IN (SELECT no FROM credit_template WHERE app = $2)
            UNION ALL SELECT max(open_id) FROM credit_form WHERE app = $2 AND open_id < $1)
        """;

    private const string Blank =
        "UPDATE campaign_recipient SET open_id = $3, fields = NULL WHERE campaign = $1 AND number = $2";

    private const string BlankTaken = """
        UPDATE campaign_taken SET open_id = $3, day = NULL, template = NULL, earned = NULL, long_term = NULL, form_id = NULL,
            expires_at = NULL
        WHERE campaign = $1 AND number = $2
        """;

    private const string DropDay = "DELETE FROM campaign_day WHERE day = $1 AND app = $2 AND open_id = $3";

    /// <summary>Whether a recipient's user was erased.</summary>
    public static bool IsErased(string openId) => openId.StartsWith(Mark);

    /// <summary>Erases the user's places; returns how many.</summary>
    public static async ValueTask<int> RunAsync(
        SqliteStore store, string app, string openId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var erased = 0;
        foreach (var campaign in await store.ReadAsync(session => Numbers(session, app), cancellationToken))
            erased += await store.WriteAsync(session => Erase(session, app, campaign, openId));

        var today = SlotSchedule.DayOf(now);
        await store.WriteAsync(session =>
        {
            var days = 0;
            for (var day = today - DaysKept; day <= today + 1; day++)
                days += session.Execute(DropDay, day, app, openId);
            return days;
        });
        return erased;
    }

    private static List<long> Numbers(SqliteSession session, string app)
    {
        var numbers = new List<long>();
        using var reader = session.Prepare(Campaigns, app).ExecuteReader();
        while (reader.Read())
            numbers.Add(reader.GetInt64(0));
        return numbers;
    }

    private static int Erase(SqliteSession session, string app, long campaign, string openId)
    {
        var cursor = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(openId));
        if (session.Scalar(CursorOf, campaign) as string == cursor)
            session.Execute(MoveCursor, campaign, cursor, Previous(session, app, openId));
        if (session.Scalar(Find, campaign, openId) is not long number)
            return 0;
        var blank = Mark + number.ToString(CultureInfo.InvariantCulture);
        session.Execute(BlankTaken, campaign, number, blank);
        return session.Execute(Blank, campaign, number, blank);
    }

    // The walk over the reachable users goes on after the user before; one that is met again is there already.
    private static string? Previous(SqliteSession session, string app, string openId) =>
        session.Scalar(Before, openId, app) is string before
            ? Convert.ToHexStringLower(Encoding.UTF8.GetBytes(before))
            : null;
}
