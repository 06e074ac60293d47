namespace WeChatPush.Campaigns;

/// <summary>What came of starting, pausing, resuming or cancelling.</summary>
/// <param name="Changed">Whether it was done; false: the campaign does not stand where it can be.</param>
/// <param name="State">Where it stands now.</param>
public readonly record struct CampaignChange(bool Changed, CampaignState State);
