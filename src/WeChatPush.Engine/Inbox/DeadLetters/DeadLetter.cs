namespace WeChatPush.Inbox;

/// <summary>A dead letter, as bulk work looks at it.</summary>
internal sealed record DeadLetter
{
    /// <summary>Its number: numbers grow in the order of arrival.</summary>
    public required long Position { get; init; }

    /// <summary>The push's id.</summary>
    public required string Id { get; init; }

    /// <summary>MsgType; empty for a notice without one.</summary>
    public required string MsgType { get; init; }

    /// <summary>Event, of events.</summary>
    public required string? Event { get; init; }

    /// <summary>The user it is about.</summary>
    public required string? OpenId { get; init; }

    /// <summary>When it arrived.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When it became a dead letter, by the store's clock.</summary>
    public required DateTimeOffset DiedAt { get; init; }

    /// <summary>Why, as its timeline says.</summary>
    public required string Reason { get; init; }
}

/// <summary>Some dead letters.</summary>
/// <param name="Items">Those that can be read.</param>
/// <param name="Next">Where the next page begins; <see langword="null"/>: that was all.</param>
internal sealed record DeadLetterPage(IReadOnlyList<DeadLetter> Items, long? Next);
