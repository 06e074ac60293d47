namespace WeChatPush.Coordination;

/// <summary>
/// Deadlines for many callers, which share one timer for each moment: callers that ask within the same fraction of the
/// limit get the same token. So a deadline may come early by that fraction, never late.
/// </summary>
internal sealed class SharedDeadline(TimeProvider time)
{
    private const int Fraction = 32;

    private volatile Shared? _current;

    /// <summary>A token that is cancelled after the limit.</summary>
    public CancellationToken After(TimeSpan limit)
    {
        var now = time.GetTimestamp();
        if (_current is not { } current || current.Limit != limit || time.GetElapsedTime(current.Begun, now) * Fraction > limit)
            _current = current = new Shared(limit, now, new CancellationTokenSource(limit, time));
        return current.Source.Token;
    }

    // Never disposed: some of its callers may still wait, and its timer ends by itself.
    private sealed record Shared(TimeSpan Limit, long Begun, CancellationTokenSource Source);
}
