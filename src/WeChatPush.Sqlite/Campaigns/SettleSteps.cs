using System.Globalization;
using WeChatPush.Campaigns;
using WeChatPush.Credits;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Sqlite.Credits;

namespace WeChatPush.Sqlite.Campaigns;

/// <summary>How holders give up recipients, each together with its credit.</summary>
internal static class SettleSteps
{
    public static IReadOnlyList<SettleAnswer> Settle(
        SqliteSession session, IReadOnlyList<RecipientEnd> ends, DateTimeOffset now)
    {
        if (ends.Count == 0)
            return [];
        var first = ends[0].Recipient;
        if (CampaignRow.Load(session, first.App, first.Campaign) is not { } campaign)
            return [.. ends.Select(_ => default(SettleAnswer))];
        SettleAnswer[] answers = [.. ends.Select(end => Settle(session, campaign, end, now))];
        campaign.FinishIfDone(now);
        campaign.Save(session);
        return answers;
    }

    public static void Release(
        SqliteSession session, IReadOnlyList<ClaimedRecipient> recipients, DateTimeOffset now)
    {
        if (recipients.Count == 0
            || CampaignRow.Load(session, recipients[0].App, recipients[0].Campaign) is not { } campaign)
            return;
        foreach (var recipient in recipients)
        {
            if (Find(session, campaign, recipient) is { } row)
                Apply(session, campaign, row, RecipientTransitions.Release(campaign.IsCancelled), now);
        }

        campaign.FinishIfDone(now);
        campaign.Save(session);
    }

    /// <summary>Takes the recipients from holders whose lease is over.</summary>
    public static int Recover(SqliteSession session, DateTimeOffset now, DateTimeOffset latest, int max)
    {
        HolderRows.ShortenLeases(session, latest);
        var recovered = 0;
        foreach (var (no, holder) in HolderRows.LoadDue(session, now))
        {
            if (recovered == max)
                break;
            var rows = ClaimedRow.LoadOf(session, no, holder, max - recovered);
            if (rows.Count < max - recovered)
                HolderRows.Delete(session, no, holder);
            recovered += rows.Count;
            if (rows.Count > 0 && CampaignRow.Load(session, no) is { } campaign)
                Recover(session, campaign, rows, now);
        }

        return recovered;
    }

    private static void Recover(SqliteSession session, CampaignRow campaign, List<ClaimedRow> rows, DateTimeOffset now)
    {
        foreach (var row in rows)
            Apply(session, campaign, row, RecipientTransitions.LeaseExpired(row.Begun, campaign.IsCancelled), now);

        campaign.FinishIfDone(now);
        campaign.Save(session);
    }

    private static SettleAnswer Settle(
        SqliteSession session, CampaignRow campaign, RecipientEnd end, DateTimeOffset now)
    {
        if (Find(session, campaign, end.Recipient) is not { } row)
            return default;
        if (RecipientTransitions.TakesAnotherCredit(end, row.Credit is not null, campaign.IsCancelled))
        {
            var plan = campaign.Plan;
            LedgerSteps.Settle(session, campaign.App, row.OpenId, row.Credit!.Value, end.Credit);
            if (LedgerSteps.Take(session, campaign.App, row.OpenId, plan.Kind, plan.TemplateId, now) is { } next)
            {
                (row with { Credit = next, Begun = false }).Save(session, campaign.No);
                return new(true, end.Recipient with { FormId = next.FormId });
            }

            row = row with { Credit = null };
        }

        End(session, campaign, row, new(end.Outcome, end.Credit, end.ErrMsg), end.ErrCode, MsgIdOf(end), now);
        return new(true);
    }

    private static long? MsgIdOf(RecipientEnd end) =>
        long.TryParse(end.MsgId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static void End(
        SqliteSession session,
        CampaignRow campaign,
        ClaimedRow row,
        RecipientDecision end,
        int? errCode,
        long? msgId,
        DateTimeOffset now)
    {
        GiveUpCredit(session, campaign, row, end);
        ClaimedRow.Delete(session, campaign.No, row.Number);
        campaign.Held--;
        RecipientRows.Settle(session, campaign, row.Number, end.Outcome, errCode, end.Text, now, msgId);
    }

    private static void Apply(
        SqliteSession session, CampaignRow campaign, ClaimedRow row, RecipientDecision decision, DateTimeOffset now)
    {
        if (decision.IsEnd)
        {
            End(session, campaign, row, decision, errCode: null, msgId: null, now);
            return;
        }

        GiveUpCredit(session, campaign, row, decision);
        new ClaimedRow { Number = row.Number, OpenId = row.OpenId, Holder = null }.Save(session, campaign.No);
        campaign.Held--;
    }

    private static void GiveUpCredit(SqliteSession session, CampaignRow campaign, ClaimedRow row, RecipientDecision decision)
    {
        if (row.Credit is { } credit)
            LedgerSteps.Settle(session, campaign.App, row.OpenId, credit, decision.Credit);
        if (row.Day is { } day && !RecipientTransitions.CountsToTheDay(decision.Outcome))
            DayRows.Add(session, day, campaign.App, row.OpenId, -1);
    }

    private static ClaimedRow? Find(SqliteSession session, CampaignRow campaign, ClaimedRecipient recipient) =>
        ClaimedRow.Load(session, campaign.No, recipient.Number) is { } row && row.Holder == recipient.Holder ? row : null;
}
