namespace WeChatPush.Bookmarks;

/// <summary>A payload that is kept under a name.</summary>
public sealed record Bookmark
{
    /// <summary>Of an app, at most.</summary>
    public const int MaxPerApp = 50;

    /// <summary>Of all bodies of an app together, in characters.</summary>
    public const int MaxCharacters = 100_000;

    /// <summary>The name; it tells upper and lower case apart.</summary>
    public required string Name { get; init; }

    /// <summary>When it was kept.</summary>
    public required DateTimeOffset SavedAt { get; init; }

    /// <summary>The push it is a copy of.</summary>
    public required string MessageId { get; init; }

    /// <summary>The user it is about.</summary>
    public string? OpenId { get; init; }

    /// <summary>MsgType.</summary>
    public required string MsgType { get; init; }

    /// <summary>Event, of events.</summary>
    public string? Event { get; init; }

    /// <summary>The decrypted original.</summary>
    public required string Body { get; init; }
}

/// <summary>What became of a bookmark.</summary>
public enum BookmarkOutcome
{
    /// <summary>It is kept.</summary>
    Saved,

    /// <summary>There are as many as are kept, or it would make them too long.</summary>
    Full,

    /// <summary>There is no key to seal them with, or they are sealed with another one.</summary>
    Sealed,

    /// <summary>Others changed them at the same time, again and again.</summary>
    Conflict,
}
