namespace WeChatPush;

/// <summary>The work after the answer.</summary>
public sealed class DispatchingOptions
{
    /// <summary>
    /// Pushes handled at the same time by this instance. Default 32; 0: it only receives, and others that share its
    /// store do the work.
    /// </summary>
    public int Concurrency { get; set; } = 32;

    /// <summary>How long a claimed push belongs to its instance without a renewal. Default 1 min, at least 1 s.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Failed attempts after which a push becomes a dead letter. Default 8.</summary>
    public int MaxAttempts { get; set; } = 8;

    /// <summary>Delay before the second attempt; it doubles from there, with jitter. Default 5 s.</summary>
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest delay between two attempts. Default 30 min.</summary>
    public TimeSpan MaxRetry { get; set; } = TimeSpan.FromMinutes(30);
}
