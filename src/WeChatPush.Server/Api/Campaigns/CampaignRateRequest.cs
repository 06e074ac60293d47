namespace WeChatPush.Server.Api.Campaigns;

/// <summary>What is to be changed about a campaign.</summary>
internal sealed record CampaignRateRequest
{
    /// <summary>Messages per second, 0.01 to 10,000.</summary>
    public required double Rate { get; init; }
}
