namespace WeChatPush.Campaigns.Running;

/// <summary>One run of a campaign that only finds out its outcomes: every message is made, and none is sent.</summary>
internal sealed class DryRun(ICampaignStore store, Campaign campaign, string holder, TimeProvider time)
{
    private const int BatchSize = 250;
    private static readonly TimeSpan WhenIdle = TimeSpan.FromMilliseconds(250);

    private readonly CampaignTexts _texts = new(campaign.Plan);

    /// <summary>Runs until there is nothing left to do.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var quiet = campaign.Plan.Limits.QuietHours is { Then: QuietHoursAction.Skip } hours
                && hours.EndOf(time.GetUtcNow()) is not null;
            var claim = await store.ClaimAsync(
                campaign.App,
                campaign.Id,
                new(holder, BatchSize, quiet ? CampaignWords.QuietHours : null),
                CancellationToken.None);
            if (!claim.Running)
                return;
            if (claim.Recipients.Count > 0)
                await store.SettleAsync([.. claim.Recipients.Select(Decide)], CancellationToken.None);
            if (claim.Seen == 0)
                await Task.Delay(WhenIdle, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private RecipientEnd Decide(ClaimedRecipient recipient) =>
        _texts.Make(recipient.OpenId, recipient.Values, out var complaint) is not null
            ? new()
            {
                Recipient = recipient,
                Outcome = RecipientOutcome.Sent,
                Credit = Credits.CreditOutcome.Returned,
            }
            : SendResultPolicy.Unsendable(recipient, complaint!);
}
