namespace WeChatPush;

/// <summary>How long an accepted push is remembered, so that a retry of it is recognised.</summary>
public sealed class DeduplicationOptions
{
    /// <summary>For user messages. Default 2 h; never under an app's timestamp tolerance. A message signed earlier is refused.</summary>
    public TimeSpan MessageWindow { get; set; } = TimeSpan.FromHours(2);

    /// <summary>
    /// For events, which WeChat retries for up to a day. Default 72 h; never under an app's timestamp tolerance. An event
    /// signed earlier is refused.
    /// </summary>
    public TimeSpan EventWindow { get; set; } = TimeSpan.FromHours(72);

    /// <summary>How far clocks may differ: a timestamp may be so far ahead.</summary>
    internal static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(10);

    /// <summary>
    /// For how much longer than its window a push is remembered, or a replay of one whose timestamp was ahead could find it
    /// forgotten. Timestamps are whole seconds, so one of them is part of it.
    /// </summary>
    internal static readonly TimeSpan Margin = ClockTolerance + TimeSpan.FromSeconds(1);

    /// <summary>The longer of both windows.</summary>
    internal TimeSpan MaxWindow => MessageWindow > EventWindow ? MessageWindow : EventWindow;

    /// <summary>The longest time for which anything is remembered.</summary>
    internal TimeSpan MaxMemory => MaxWindow + Margin;
}
