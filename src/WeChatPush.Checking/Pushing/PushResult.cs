namespace WeChatPush.Simulator.Pushing;

/// <summary>A push with all its tries.</summary>
public sealed record PushResult
{
    public required PushPayload Payload { get; init; }

    /// <summary>The body of the last try as sent: encrypted where the mode says so.</summary>
    public required ReadOnlyMemory<byte> SentBody { get; init; }

    public required IReadOnlyList<PushTry> Tries { get; init; }

    public PushTry Last => Tries[^1];

    public bool IsAccepted => Last.IsAccepted;
}
