using WeChatPush.Handling;

namespace WeChatPush.Server.Api.Forwards;

/// <summary>Which destination is paused or resumed, and why.</summary>
internal sealed record ForwardMoveRequest
{
    /// <summary>The destination's id.</summary>
    public required string Id { get; init; }

    /// <summary>The reason, for the audit; at most 500 characters.</summary>
    public string? Reason { get; init; }
}

/// <summary>Which destination gets a test event.</summary>
internal sealed record ForwardTestRequest
{
    /// <summary>The destination's id.</summary>
    public required string Id { get; init; }
}

/// <summary>The destinations of an app.</summary>
/// <param name="Items">In the order of the rules.</param>
/// <param name="Next">Always <see langword="null"/>: there is one page.</param>
internal sealed record ForwardDestinations(IReadOnlyList<ForwardDestination> Items, string? Next = null);
