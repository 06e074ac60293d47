namespace WeChatPush.Inbox;

/// <summary>A push that this instance has for the time of a lease.</summary>
internal sealed record ClaimedPush
{
    /// <inheritdoc cref="IncomingPush.Id"/>
    public required string Id { get; init; }

    /// <inheritdoc cref="IncomingPush.App"/>
    public required string App { get; init; }

    /// <inheritdoc cref="IncomingPush.OpenId"/>
    public required string? OpenId { get; init; }

    /// <inheritdoc cref="IncomingPush.ReceivedAt"/>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <inheritdoc cref="IncomingPush.Body"/>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Which attempt this is, from 1. Attempts that did not count (an API outage, a release) are not in it.</summary>
    public required int Attempt { get; init; }

    /// <summary>How often the push was replayed by hand; each replay is a run of its own.</summary>
    public required int Replay { get; init; }

    /// <summary>Fences a late holder: only the token of the present lease may settle.</summary>
    public required long Fence { get; init; }

    /// <summary>The store's own handle on the row.</summary>
    public required long Handle { get; init; }

    /// <inheritdoc cref="IncomingPush.Source"/>
    public IReadOnlyDictionary<string, string>? Source { get; init; }

    /// <inheritdoc cref="IncomingPush.AwaitsReply"/>
    public bool AwaitsReply { get; init; }
}
