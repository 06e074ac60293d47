namespace WeChatPush.Credits;

/// <summary>Some of the users that can be reached, and where to continue.</summary>
/// <param name="OpenIds">The users; can be empty although there are more.</param>
/// <param name="Next">The cursor of the next chunk; <see langword="null"/>: this was the last.</param>
internal sealed record ReachableUsers(IReadOnlyList<string> OpenIds, string? Next);
