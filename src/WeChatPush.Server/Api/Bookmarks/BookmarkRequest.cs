namespace WeChatPush.Server.Api.Bookmarks;

/// <summary>Under which name a push is kept.</summary>
internal sealed record BookmarkRequest
{
    /// <summary>The name: 1 to 64 characters.</summary>
    public required string Name { get; init; }
}
