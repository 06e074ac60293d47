using WeChatPush.Inbox;

namespace WeChatPush.Server.Api.Inbound;

/// <summary>One thing that happened to a push.</summary>
/// <param name="At">When.</param>
/// <param name="What">What happened: received, done, retry, postponed, dead, discarded, replay, lease expired or tried again.</param>
/// <param name="Reason">Why, where that is one of the known reasons.</param>
/// <param name="Detail">The text beside it.</param>
internal sealed record TimelineView(DateTimeOffset At, string What, TimelineReason? Reason, string? Detail)
{
    public static TimelineView From(TimelineEntry entry) => new(entry.At, entry.What, entry.Reason, entry.Detail);
}
