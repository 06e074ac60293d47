namespace WeChatPush.Inbox;

/// <summary>The pushes that were claimed, and when the next one falls due.</summary>
internal readonly record struct ClaimResult(IReadOnlyList<ClaimedPush> Pushes, DateTimeOffset? NextDue);
