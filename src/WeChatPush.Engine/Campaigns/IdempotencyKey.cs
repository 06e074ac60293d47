namespace WeChatPush.Campaigns;

/// <summary>What its maker calls the making of a campaign, so that making it again makes no second one.</summary>
/// <param name="Key">The caller's key.</param>
/// <param name="BodyHash">A hash of everything that was asked for with it.</param>
public sealed record IdempotencyKey(string Key, ReadOnlyMemory<byte> BodyHash);
