namespace WeChatPush.Campaigns;

/// <summary>What its maker calls the making of a campaign.</summary>
/// <param name="Key">The caller's key.</param>
/// <param name="BodyHash">A hash of everything that the request contains.</param>
public sealed record CampaignKey(string Key, ReadOnlyMemory<byte> BodyHash);
