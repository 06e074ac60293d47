namespace WeChatPush.Inbox;

/// <summary>One line of the list.</summary>
public record PushSummary
{
    /// <summary>The push's id.</summary>
    public required string Id { get; init; }

    /// <summary>Where it stands.</summary>
    public required PushState State { get; init; }

    /// <summary>MsgType; empty for a notice without one.</summary>
    public required string MsgType { get; init; }

    /// <summary>Event, of events.</summary>
    public required string? Event { get; init; }

    /// <summary>The user it is about.</summary>
    public required string? OpenId { get; init; }

    /// <summary>CreateTime as WeChat sent it: Unix seconds.</summary>
    public required long CreateTime { get; init; }

    /// <summary>When it arrived.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Attempts that counted.</summary>
    public required int Attempts { get; init; }
}
