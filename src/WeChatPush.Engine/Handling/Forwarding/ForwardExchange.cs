namespace WeChatPush.Handling.Forwarding;

/// <summary>How a forward ended.</summary>
internal sealed record ForwardExchange
{
    /// <summary>How far it came.</summary>
    public required ForwardState State { get; init; }

    /// <summary>The status of the answer; 0 where there is none.</summary>
    public int Status { get; init; }

    /// <summary>The answer's body, of a success only.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Whether the answer says that its body is JSON.</summary>
    public bool SaysJson { get; init; }

    /// <summary>The answer's body was larger than anything asked for, and was not read to its end.</summary>
    public bool IsTooLarge { get; init; }

    /// <summary>What went wrong, where no answer came.</summary>
    public string? Problem { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>When the destination is tried again, where it is left alone.</summary>
    public DateTimeOffset? RetryAfter { get; init; }

    /// <summary>Any 2xx.</summary>
    public bool IsSuccess => State == ForwardState.Answered && Status is >= 200 and < 300;

    /// <summary>Whether it counts against the destination, and not only against this push.</summary>
    public bool IsOutage => State switch
    {
        ForwardState.Answered => Status is 408 or 429 or >= 500,
        ForwardState.NoAnswer or ForwardState.Unreachable => true,
        _ => false,
    };
}

/// <summary>How far a forward came.</summary>
internal enum ForwardState
{
    /// <summary>There is an answer.</summary>
    Answered,

    /// <summary>The destination has the request, but gave no answer, or none in time.</summary>
    NoAnswer,

    /// <summary>There was no connection: the destination has received nothing.</summary>
    Unreachable,

    /// <summary>It was not tried, because the destination failed too often just now.</summary>
    LeftAlone,
}
