namespace WeChatPush.Campaigns;

/// <summary>What came of making a campaign.</summary>
/// <param name="Outcome">What it is.</param>
/// <param name="Campaign">The campaign; <see langword="null"/> if its key belongs to another.</param>
public readonly record struct CampaignCreation(CreationOutcome Outcome, Campaign? Campaign)
{
    /// <summary>How many of its recipients lack a value that a place in its texts needs: they will fail.</summary>
    public long MissingValues { get; init; }
}
