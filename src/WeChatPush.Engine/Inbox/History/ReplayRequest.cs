namespace WeChatPush.Inbox;

/// <summary>Who asked for a replay, and why.</summary>
public sealed record ReplayRequest(string Actor, string? Reason);
