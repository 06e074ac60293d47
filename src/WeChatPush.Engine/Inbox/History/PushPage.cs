namespace WeChatPush.Inbox;

/// <summary>A page of pushes. <see cref="Next"/> is <see langword="null"/> on the last.</summary>
public sealed record PushPage(IReadOnlyList<PushSummary> Items, string? Next);
