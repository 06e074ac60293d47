using WeChatPush.Telemetry;

namespace WeChatPush.Campaigns;

/// <summary>How far the running campaigns have come: their recipients by outcome, those who wait included.</summary>
internal sealed class CampaignProgressGauge(ICampaignStore store) : IGauge
{
    public string Name => MetricNames.CampaignProgress;

    public string Unit => "{recipient}";

    public string Description => "Recipients of running campaigns, by outcome.";

    public async ValueTask<IReadOnlyList<GaugeReading>> ReadAsync(CancellationToken cancellationToken) =>
    [
        .. from campaign in await store.GetRunningAsync(cancellationToken)
           from outcome in Enum.GetValues<RecipientOutcome>()
           select new GaugeReading(
               campaign.Counts.Get(outcome),
               new(TagNames.App, campaign.App),
               new(TagNames.Campaign, campaign.Id),
               new(TagNames.Outcome, EnumNames<RecipientOutcome>.Get(outcome))),
    ];
}
