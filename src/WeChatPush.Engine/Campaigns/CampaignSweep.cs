using WeChatPush.Coordination;

namespace WeChatPush.Campaigns;

/// <summary>Campaigns that were given up, and messages of days that are over.</summary>
internal sealed class CampaignSweep(ICampaignStore store) : ISweep
{
    /// <inheritdoc/>
    public string What => "Old campaigns";

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public async ValueTask<bool> SweepAsync(int max, CancellationToken cancellationToken) =>
        await store.SweepAsync(max, cancellationToken) >= max;
}
