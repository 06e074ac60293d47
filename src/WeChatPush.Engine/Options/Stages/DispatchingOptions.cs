namespace WeChatPush;

/// <summary>The work after the answer.</summary>
public sealed class DispatchingOptions
{
    /// <summary>Pushes with a request waiting that are handled beside the others.</summary>
    internal const int MaxAwaitingReply = 64;

    /// <summary>
    /// Pushes handled at the same time by this instance. Default 32; 0: it only receives, and others that share its
    /// store do the work. Where there are several apps, one app gets half of them at most, so that another's push finds a
    /// place; where an app has several destinations, one destination gets half of the app's at most.
    /// </summary>
    public int Concurrency { get; set; } = 32;

    /// <summary>How long a claimed push belongs to its instance without a renewal. Default 1 min, at least 1 s.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a handler may run. Default 5 min; longer than <see cref="ForwardingOptions.Timeout"/>. Then its token is
    /// cancelled, its sends are refused, and its push is tried again; a handler that ignores its token is left behind.
    /// </summary>
    public TimeSpan HandlerTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a push may be due and not handled before an alert says so. Default 5 min, at least 1 min.</summary>
    public TimeSpan MaxLag { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Failed attempts after which a push becomes a dead letter. Default 8.</summary>
    public int MaxAttempts { get; set; } = 8;

    /// <summary>Delay before the second attempt; it doubles from there, with jitter. Default 5 s.</summary>
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest delay between two attempts. Default 30 min.</summary>
    public TimeSpan MaxRetry { get; set; } = TimeSpan.FromMinutes(30);
}
