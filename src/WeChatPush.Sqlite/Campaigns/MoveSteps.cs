using WeChatPush.Campaigns;
using WeChatPush.Campaigns.Running;
using WeChatPush.Sqlite.Connection;

namespace WeChatPush.Sqlite.Campaigns;

/// <summary>How a campaign gets from state to state.</summary>
internal static class MoveSteps
{
    private const string Due =
        """
        SELECT no FROM campaign
        WHERE visibility = 1 AND (state = $1 AND start_at <= $3 OR state = $2 AND resumes_at <= $3)
        """;

    public static CampaignChange? Move(
        SqliteSession session, string app, string id, CampaignMove move, DateTimeOffset now)
    {
        if (CampaignRow.Load(session, app, id) is not { Visibility: Visibility.Public } campaign)
            return null;
        if (!move.From.Contains(campaign.Standing) || (!campaign.IsReadable && move.To is not CampaignState.Cancelled))
            return new(false, campaign.Standing.State);
        campaign.Standing = new(move.To, move.Reason);
        campaign.ResumesAt = move.ResumesAt;
        if (move.To is CampaignState.Running)
            campaign.StartedAt ??= now;
        if (move.To is CampaignState.Cancelled)
            Cancel(session, campaign, now);
        campaign.FinishIfDone(now);
        campaign.Save(session);
        return new(true, campaign.Standing.State);
    }

    /// <summary>Changes the rate of a campaign that has not ended.</summary>
    public static CampaignChange? ChangeRate(SqliteSession session, string app, string id, double rate, DateTimeOffset now)
    {
        if (CampaignRow.Load(session, app, id) is not { Visibility: Visibility.Public } campaign)
            return null;
        if (!campaign.IsReadable || campaign.Standing.State is CampaignState.Finished or CampaignState.Cancelled)
            return new(false, campaign.Standing.State);
        var slots = SlotSchedule.AtNewRate(
            new(campaign.NextSlot, campaign.DueSlot), rate, now.ToUnixTimeMilliseconds() * 1000);
        (campaign.NextSlot, campaign.DueSlot) = (slots.NextSlot, slots.DueSlot);
        campaign.ChangeRate(session, rate);
        campaign.Save(session);
        return new(true, campaign.Standing.State);
    }

    /// <summary>Those whose time has come.</summary>
    public static List<long> FindDue(SqliteSession session, DateTimeOffset now)
    {
        using var reader = session.Prepare(
            Due, (int)CampaignState.Scheduled, (int)CampaignState.Paused, now.ToUnixTimeMilliseconds()).ExecuteReader();
        var due = new List<long>();
        while (reader.Read())
            due.Add(reader.Long(0));
        return due;
    }

    /// <summary>Lets those run whose time has come; returns how many.</summary>
    public static int StartDue(SqliteSession session, DateTimeOffset now)
    {
        var due = FindDue(session, now);
        foreach (var no in due)
        {
            if (CampaignRow.Load(session, no) is not { IsReadable: true } campaign)
                continue;
            campaign.Standing = new(CampaignState.Running);
            campaign.ResumesAt = null;
            campaign.StartedAt ??= now;
            campaign.FinishIfDone(now);
            campaign.Save(session);
        }

        return due.Count;
    }

    /// <summary>
    /// The rows of those who were never taken stay as they are, however many: in a cancelled campaign they are cancelled.
    /// </summary>
    private static void Cancel(SqliteSession session, CampaignRow campaign, DateTimeOffset now)
    {
        foreach (var row in ClaimedRow.LoadReleased(session, campaign.No))
        {
            ClaimedRow.Delete(session, campaign.No, row.Number);
            RecipientRows.Settle(session, campaign, row.Number, RecipientOutcome.Cancelled, null, null, now);
        }

        campaign.Add(RecipientOutcome.Cancelled, campaign.Pending - campaign.Held);
        campaign.FinishedAt = now;
    }
}
