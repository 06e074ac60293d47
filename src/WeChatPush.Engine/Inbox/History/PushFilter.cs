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

    /// <summary>A text within what the push says, ignoring case: in any value of its message, as it is decoded.</summary>
    public string? Text { get; init; }

    /// <summary>The errcode of one of its sends.</summary>
    public int? ErrCode { get; init; }

    /// <summary>Received at or after.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Received before.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Entries on the page.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Where the page before ended: its <see cref="PushPage.Next"/>.</summary>
    public string? Cursor { get; init; }

    /// <summary>Whether the store has to look into every push for it, which is bounded.</summary>
    internal bool IsSearch => Text is not null || ErrCode is not null;
}
