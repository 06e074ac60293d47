namespace WeChatPush.Campaigns;

/// <summary>What came of making a campaign.</summary>
/// <param name="Outcome">What it is.</param>
/// <param name="Campaign">The campaign; <see langword="null"/> if its key belongs to another.</param>
public readonly record struct CampaignCreation(CreationOutcome Outcome, Campaign? Campaign);
