namespace WeChatPush;

/// <summary>The receive path, up to the answer.</summary>
public sealed class ReceivingOptions
{
    /// <summary>Bytes of a body that are read at most; more is answered 413. Default 1 MiB.</summary>
    public int MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// How long a push may have waited before it is taken up; one that waited longer is answered 503 at once. Default 1 s.
    /// </summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a push that must be answered with content may take. Default 4.5 s.</summary>
    public TimeSpan ReplyBudget { get; set; } = TimeSpan.FromSeconds(4.5);

    /// <summary>How long storing a push may take before it counts as not stored. Default 1.5 s.</summary>
    public TimeSpan AppendTimeout { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <summary>What happens to a push while the shared store is away. Default <see cref="StoreOutage.Spool"/>.</summary>
    public StoreOutage WhenStoreIsDown { get; set; }
}

/// <summary>What happens to a push while the shared store is away.</summary>
public enum StoreOutage
{
    /// <summary>It is kept on this instance's disk, acknowledged, and drained later.</summary>
    Spool,

    /// <summary>It is refused with 503, so that WeChat tries again.</summary>
    Refuse,
}

/// <summary>How long an accepted push is remembered, so that a retry of it is recognised.</summary>
public sealed class DeduplicationOptions
{
    /// <summary>For user messages. Default 1 h; never under twice an app's timestamp tolerance.</summary>
    public TimeSpan MessageWindow { get; set; } = TimeSpan.FromHours(1);

    /// <summary>For events, which WeChat retries for up to a day. Default 72 h.</summary>
    public TimeSpan EventWindow { get; set; } = TimeSpan.FromHours(72);

    /// <summary>The longer of both.</summary>
    internal TimeSpan MaxWindow => MessageWindow > EventWindow ? MessageWindow : EventWindow;
}

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

/// <summary>Calls to WeChat's API.</summary>
public sealed class SendingOptions
{
    /// <summary>What to do with a customer-service message whose outcome is unknown. Default <see cref="UncertainSend.Keep"/>.</summary>
    public UncertainSend WhenUncertain { get; set; }

    /// <summary>How long an API that keeps failing is left alone. Default 10 s.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an API is left alone after a quota error. Default 1 h.</summary>
    public TimeSpan QuotaPause { get; set; } = TimeSpan.FromHours(1);
}

/// <summary>What to do with a send whose outcome is unknown.</summary>
public enum UncertainSend
{
    /// <summary>Record it as uncertain and do not send again: at most once.</summary>
    Keep,

    /// <summary>Send again: at least once. Only customer-service messages.</summary>
    Resend,
}

/// <summary>Forwarding to the owner's backend.</summary>
public sealed class ForwardingOptions
{
    /// <summary>How long a destination may take. Default 10 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a destination that keeps failing is left alone. Default 10 s.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>Messages to many users.</summary>
public sealed class CampaignsOptions
{
    /// <summary>Bytes of a file of recipients that are read at most; more is answered 413. Default 256 MiB.</summary>
    public int MaxUploadBytes { get; set; } = 256 * 1024 * 1024;
}

/// <summary>How long finished pushes stay visible.</summary>
public sealed class RetentionOptions
{
    /// <summary>Handled pushes. Default 7 days.</summary>
    public TimeSpan Done { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Dead letters. Default 30 days.</summary>
    public TimeSpan Dead { get; set; } = TimeSpan.FromDays(30);
}
