namespace WeChatPush.Inbox;

/// <summary>One thing that happened to a push.</summary>
public sealed record TimelineEntry(DateTimeOffset At, string What, string? Detail)
{
    /// <summary>Why it happened, where that is known; <see cref="Detail"/> is the text beside it.</summary>
    public TimelineReason? Reason => TimelineReasons.Find(What, Detail);
}
