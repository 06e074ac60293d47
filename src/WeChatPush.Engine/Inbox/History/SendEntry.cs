using WeChatPush.Protocol;

namespace WeChatPush.Inbox;

/// <summary>One call to WeChat's API. <paramref name="DurationMs"/> is <see langword="null"/> while it runs.</summary>
public sealed record SendEntry(
    DateTimeOffset At, string Api, SendOutcome? Outcome, int? ErrCode, string? ErrMsg, int? DurationMs);
