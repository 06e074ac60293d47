namespace WeChatPush.Inbox;

/// <summary>Everything that is known of one push.</summary>
public sealed record PushDetail : PushSummary
{
    /// <summary>The decrypted original; empty when its retention is over.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Whether the original is gone: the push cannot be replayed.</summary>
    public bool PayloadGone => Body.IsEmpty;

    /// <summary>What WeChat's gateway sent about it beside its body, by header; of cloud hosting only.</summary>
    public IReadOnlyDictionary<string, string>? Source { get; init; }

    /// <summary>What happened to it, oldest first.</summary>
    public required IReadOnlyList<TimelineEntry> Timeline { get; init; }

    /// <summary>The calls to WeChat it led to, oldest first.</summary>
    public required IReadOnlyList<SendEntry> Sends { get; init; }
}
