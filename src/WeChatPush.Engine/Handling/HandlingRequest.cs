namespace WeChatPush.Handling;

/// <summary>A stored push, as a handler's attempt begins.</summary>
internal sealed record HandlingRequest
{
    public required string Id { get; init; }

    public required string App { get; init; }

    public required string? OpenId { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    public required int Attempt { get; init; }

    /// <summary>How often the push was replayed by hand.</summary>
    public int Replays { get; init; }

    /// <summary>What WeChat's gateway sent about the push beside its body.</summary>
    public IReadOnlyDictionary<string, string>? Source { get; init; }

    /// <summary>WeChat's request waits for the content of its answer.</summary>
    public required bool AwaitsReply { get; init; }
}
