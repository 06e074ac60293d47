namespace WeChatPush;

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
