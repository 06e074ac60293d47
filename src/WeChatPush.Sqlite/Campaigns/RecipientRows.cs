using Microsoft.Data.Sqlite;
using WeChatPush.Campaigns;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Campaigns;

/// <summary>The recipients of campaigns, from their listing to their outcome.</summary>
internal static class RecipientRows
{
    private const string Put =
        "INSERT OR IGNORE INTO campaign_recipient (campaign, number, open_id, fields) VALUES ($1, $2, $3, $4)";

    private const string End =
        """
        UPDATE campaign_recipient SET outcome = $3, err_code = $4, err_msg = $5, at = $6, msg_id = $7
        WHERE campaign = $1 AND number = $2
        """;

    private const string Released =
        """
        SELECT r.number, r.open_id, r.fields
        FROM campaign_taken t JOIN campaign_recipient r ON r.campaign = t.campaign AND r.number = t.number
        WHERE t.campaign = $1 AND t.holder IS NULL ORDER BY t.number LIMIT $2
        """;

    private const string Next =
        """
        SELECT number, open_id, fields FROM campaign_recipient
        WHERE campaign = $1 AND number > $2 AND number <= $4 ORDER BY number LIMIT $3
        """;

    private const string Drop = "DELETE FROM campaign_recipient WHERE campaign = $1 AND number <= $2";
    private const string First = "SELECT min(number) FROM campaign_recipient WHERE campaign = $1";

    /// <summary>Adds a recipient as pending. False: it is there already.</summary>
    public static bool TryAdd(SqliteSession session, CampaignRow campaign, string openId, string? fields)
    {
        if (session.Execute(Put, campaign.No, campaign.LastNumber + 1, openId, fields) == 0)
            return false;
        campaign.LastNumber++;
        campaign.Add(RecipientOutcome.Pending);
        return true;
    }

    /// <summary>Notes the outcome of a recipient that had none.</summary>
    public static void Settle(
        SqliteSession session,
        CampaignRow campaign,
        long number,
        RecipientOutcome outcome,
        int? errCode,
        string? errMsg,
        DateTimeOffset now,
        long? msgId = null)
    {
        session.Execute(
            End, campaign.No, number, (int)outcome, errCode, errMsg, now.ToUnixTimeMilliseconds(), msgId);
        campaign.Add(outcome);
    }

    /// <summary>Those who were released.</summary>
    public static List<WaitingRecipient> LoadReleased(SqliteSession session, long campaign, int max) =>
        Read(session.Prepare(Released, campaign, max), again: true);

    /// <summary>Those who were never taken.</summary>
    public static List<WaitingRecipient> LoadNext(SqliteSession session, CampaignRow campaign, int max) =>
        Read(session.Prepare(Next, campaign.No, campaign.TakenUpTo, max, campaign.LastNumber), again: false);

    /// <summary>Takes away the first ones of a campaign; returns how many.</summary>
    public static int DropFirst(SqliteSession session, long campaign, int max) =>
        session.Scalar(First, campaign) is long first ? session.Execute(Drop, campaign, first + max - 1) : 0;

    private static List<WaitingRecipient> Read(SqliteCommand query, bool again)
    {
        using var reader = query.ExecuteReader();
        var rows = new List<WaitingRecipient>();
        while (reader.Read())
            rows.Add(new(reader.Long(0), reader.Text(1), reader.OptionalText(2), again));
        return rows;
    }
}

/// <summary>A recipient whose turn it is.</summary>
internal readonly record struct WaitingRecipient(long Number, string OpenId, string? Fields, bool WasReleased);
