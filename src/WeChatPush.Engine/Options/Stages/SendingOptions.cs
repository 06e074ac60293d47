namespace WeChatPush;

/// <summary>Calls to WeChat's API.</summary>
public sealed class SendingOptions
{
    /// <summary>What to do with a customer-service message whose outcome is unknown. Default <see cref="UncertainSend.Keep"/>.</summary>
    public UncertainSend WhenUncertain { get; set; }

    /// <summary>How long an API that keeps failing is left alone. Default 10 s.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an API is left alone after a quota error. Default 1 h.</summary>
    public TimeSpan QuotaPause { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long an API is left alone after WeChat said that it was called too often in a minute. Default 1 min.</summary>
    public TimeSpan RatePause { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How many codes of <c>wx.login</c> an instance exchanges a second for one app, between 1 and 100,000, and ten times as
    /// many at once: each is a call of WeChat's quota, and strangers can make them up. Default 20.
    /// </summary>
    public int LoginRate { get; set; } = 20;
}
