using WeChatPush.Campaigns;
using WeChatPush.Campaigns.Running;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Sqlite.Credits;

namespace WeChatPush.Sqlite.Campaigns;

/// <summary>How holders take the recipients that they send to.</summary>
internal static class ClaimSteps
{
    private static readonly RecipientClaimResult NotRunning = new() { Running = false, Seen = 0, Recipients = [], Slots = default };

    public static RecipientClaimResult Take(
        SqliteSession session, string app, string id, RecipientClaimRequest request, DateTimeOffset now, TimeSpan lease)
    {
        if (CampaignRow.Load(session, app, id) is not { IsRunning: true } campaign)
            return NotRunning;
        HolderRows.Save(session, campaign.No, request.Holder, now + lease);
        var waiting = RecipientRows.LoadReleased(session, campaign.No, request.Max);
        if (waiting.Count < request.Max)
            waiting.AddRange(RecipientRows.LoadNext(session, campaign, request.Max - waiting.Count));

        var taken = new List<ClaimedRecipient>(waiting.Count);
        foreach (var recipient in waiting)
        {
            campaign.TakenUpTo = Math.Max(campaign.TakenUpTo, recipient.Number);
            var (row, decision) = Find(session, campaign, recipient, request, now);
            if (row is not null)
            {
                row.Save(session, campaign.No);
                campaign.Held++;
                taken.Add(Describe(campaign, row, recipient));
                continue;
            }

            if (recipient.WasReleased)
                ClaimedRow.Delete(session, campaign.No, recipient.Number);
            RecipientRows.Settle(session, campaign, recipient.Number, decision.Outcome, null, decision.Text, now);
        }

        var slots = campaign.Plan.DryRun ? default : Slots(campaign, taken.Count, now, missed: false);
        campaign.FinishIfDone(now);
        campaign.Save(session);
        return new() { Running = true, Seen = waiting.Count, Recipients = taken, Slots = slots };
    }

    public static Slots GiveSlots(SqliteSession session, string app, string id, int number, DateTimeOffset now)
    {
        if (CampaignRow.Load(session, app, id) is not { } campaign)
            return default;
        var slots = Slots(campaign, number, now, missed: true);
        campaign.Save(session);
        return slots;
    }

    public static BeginAnswer Begin(SqliteSession session, IReadOnlyList<ClaimedRecipient> recipients)
    {
        if (recipients.Count == 0)
            return new(true, []);
        if (CampaignRow.Load(session, recipients[0].App, recipients[0].Campaign) is not { IsRunning: true } campaign)
            return new(false, []);
        return new(true,
        [
            .. recipients.Where(recipient =>
                ClaimedRow.Begin(session, campaign.No, recipient.Number, recipient.Holder)),
        ]);
    }

    /// <summary>Takes back what <see cref="Begin"/> noted; returns for how many.</summary>
    public static int Withdraw(SqliteSession session, IReadOnlyList<ClaimedRecipient> recipients) =>
        recipients.Count > 0
        && CampaignRow.Load(session, recipients[0].App, recipients[0].Campaign) is { } campaign
            ? recipients.Count(recipient =>
                ClaimedRow.Withdraw(session, campaign.No, recipient.Number, recipient.Holder))
            : 0;

    private static (ClaimedRow? Row, RecipientDecision Decision) Find(
        SqliteSession session,
        CampaignRow campaign,
        WaitingRecipient recipient,
        RecipientClaimRequest request,
        DateTimeOffset now)
    {
        if (RecipientErasure.IsErased(recipient.OpenId))
            return (null, RecipientTransitions.ClaimErased());
        if (!CampaignJson.TryReadValues(recipient.Fields, out _))
        {
            session.Unreadable.SetAside(
                session, campaign.App, "campaign_recipient", $"{campaign.Id}/{recipient.Number}", "its values are no list of texts");
            return (null, RecipientTransitions.ClaimUnreadable());
        }

        var (plan, day) = (campaign.Plan, SlotSchedule.DayOf(now));
        var limit = plan.Limits.PerUserPerDay;
        var today = limit is null ? 0 : DayRows.Count(session, day, campaign.App, recipient.OpenId);
        if (RecipientTransitions.Claim(request.Skip, limit, today) is { } end)
            return (null, end);

        var row = new ClaimedRow { Number = recipient.Number, OpenId = recipient.OpenId, Holder = request.Holder };
        if (plan.DryRun)
        {
            return LedgerSteps.HasUsable(
                session, campaign.App, recipient.OpenId, plan.Kind, plan.TemplateId, now)
                ? (row, default)
                : (null, RecipientTransitions.ClaimWithoutCredit());
        }

        if (LedgerSteps.Take(session, campaign.App, recipient.OpenId, plan.Kind, plan.TemplateId, now) is not { } credit)
            return (null, RecipientTransitions.ClaimWithoutCredit());
        DayRows.Add(session, day, campaign.App, recipient.OpenId, 1);
        return (row with { Day = day, Credit = credit }, default);
    }

    private static ClaimedRecipient Describe(CampaignRow campaign, ClaimedRow row, WaitingRecipient recipient) => new()
    {
        App = campaign.App,
        Campaign = campaign.Id,
        Number = row.Number,
        Holder = row.Holder!,
        OpenId = row.OpenId,
        Values = CampaignJson.TryReadValues(recipient.Fields, out var values) ? values : null,
        FormId = row.Credit?.FormId,
    };

    private static Slots Slots(CampaignRow campaign, int number, DateTimeOffset now, bool missed)
    {
        var moment = (now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        (var state, var slots) = SlotSchedule.Next(
            new(campaign.NextSlot, campaign.DueSlot), campaign.Plan.Rate, number, moment, missed);
        (campaign.NextSlot, campaign.DueSlot) = (state.NextSlot, state.DueSlot);
        return slots;
    }
}
