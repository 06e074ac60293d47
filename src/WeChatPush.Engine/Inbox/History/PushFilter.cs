namespace WeChatPush.Inbox;

/// <summary>Which pushes to list; <see langword="null"/> members do not filter.</summary>
public sealed record PushFilter
{
    /// <summary>State.</summary>
    public PushState? State { get; init; }

    /// <summary>MsgType, ignoring case.</summary>
    public string? MsgType { get; init; }

    /// <summary>Event, ignoring case.</summary>
    public string? Event { get; init; }

    /// <summary>The user.</summary>
    public string? OpenId { get; init; }

    /// <summary>Received at or after.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Received before.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Entries on the page.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Where the page before ended: its <see cref="PushPage.Next"/>.</summary>
    public string? Cursor { get; init; }
}
