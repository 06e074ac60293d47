using System.Globalization;
using Microsoft.Data.Sqlite;
using WeChatPush.Campaigns;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Campaigns;

/// <summary>
/// Recipients by their outcome, without looking at those that have another: a pending recipient was taken, and lies there,
/// or its number lies after all that were ever taken.
/// </summary>
internal static class RecipientQueries
{
    private const string Columns = "r.number, r.open_id, r.outcome, r.err_code, r.err_msg, r.at, r.msg_id";

    private const string All =
        $"""
        SELECT {Columns} FROM campaign_recipient r WHERE r.campaign = $1 AND r.number > $2 AND typeof(r.number) = 'integer' ORDER BY r.number LIMIT $3
        """;

    private const string Settled =
        $"""
        SELECT {Columns} FROM campaign_recipient r
        WHERE r.campaign = $1 AND r.number > $2 AND typeof(r.number) = 'integer' AND r.outcome = $4 AND r.outcome <> 0 ORDER BY r.number LIMIT $3
        """;

    private const string Taken =
        $"""
        SELECT {Columns}
        FROM campaign_taken t JOIN campaign_recipient r ON r.campaign = t.campaign AND r.number = t.number
        WHERE t.campaign = $1 AND t.number > $2 AND typeof(t.number) = 'integer' ORDER BY t.number LIMIT $3
        """;

    public static RecipientPage Page(
        SqliteSession session, string app, string id, RecipientOutcome? outcome, long after, int max)
    {
        session.Execute("BEGIN");
        try
        {
            if (CampaignRow.Load(session, app, id) is not { Visibility: Visibility.Public } campaign)
                return new([], null);
            var found = Find(session, campaign, outcome, after, max);
            return new(
                [.. found.Select(recipient => recipient.Result)],
                found.Count < max ? null : found[^1].Number.ToString(CultureInfo.InvariantCulture));
        }
        finally
        {
            session.Execute("COMMIT");
        }
    }

    private static List<(long Number, RecipientResult Result)> Find(
        SqliteSession session, CampaignRow campaign, RecipientOutcome? outcome, long after, int max)
    {
        if (outcome is null)
            return Read(session.Prepare(All, campaign.No, after, max), campaign);
        var found = outcome is RecipientOutcome.Pending
            ? Read(session.Prepare(Taken, campaign.No, after, max), campaign)
            : Read(session.Prepare(Settled, campaign.No, after, max, (int)outcome), campaign);
        var ofTheRest = campaign.IsCancelled ? RecipientOutcome.Cancelled : RecipientOutcome.Pending;
        if (outcome == ofTheRest && found.Count < max)
        {
            var rest = Math.Max(after, campaign.TakenUpTo);
            found.AddRange(Read(session.Prepare(All, campaign.No, rest, max - found.Count), campaign));
        }

        return found;
    }

    private static List<(long Number, RecipientResult Result)> Read(SqliteCommand query, CampaignRow campaign)
    {
        using var reader = query.ExecuteReader();
        var rows = new List<(long, RecipientResult)>();
        while (reader.Read())
        {
            var number = reader.Long(0);
            // What this version does not know is over, and not as it should be.
            var outcome = reader.Word<RecipientOutcome>(2) ?? RecipientOutcome.Failed;
            if (campaign.IsCancelled && outcome is RecipientOutcome.Pending && number > campaign.TakenUpTo)
                outcome = RecipientOutcome.Cancelled;
            rows.Add((number, new(
                RecipientErasure.IsErased(reader.Text(1)) ? "" : reader.Text(1),
                outcome,
                reader.OptionalInt(3),
                reader.OptionalText(4),
                reader.OptionalTime(5))
            {
                MsgId = reader.OptionalLong(6)?.ToString(CultureInfo.InvariantCulture),
            }));
        }

        return rows;
    }
}
