namespace WeChatPush;

/// <summary>Forwarding to the owner's backend.</summary>
public sealed class ForwardingOptions
{
    /// <summary>How long a destination may take. Default 10 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a destination that keeps failing is left alone. Default 10 s.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(10);
}
