namespace WeChatPush.Server.Api.Inbound;

/// <summary>What is to become of dead letters.</summary>
internal sealed record DeadLettersRequest
{
    /// <summary>Which are meant; <c>{}</c>: all.</summary>
    public DeadLetterFilterRequest? Filter { get; init; }

    /// <summary>Only those that became dead letters at or after this time.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>At most so many a second, 1 to 10000; 1000 if left out.</summary>
    public int? Rate { get; init; }

    /// <summary>Whether they are only counted.</summary>
    public bool? DryRun { get; init; }

    /// <summary>The reason, for the pushes' timelines; at most 500 characters.</summary>
    public string? Reason { get; init; }
}

/// <summary>Which dead letters are meant; what is left out does not filter.</summary>
internal sealed record DeadLetterFilterRequest
{
    /// <summary>The key of a group.</summary>
    public string? Group { get; init; }

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
}
