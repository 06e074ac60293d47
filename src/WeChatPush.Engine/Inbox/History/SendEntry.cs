using WeChatPush.Protocol;

namespace WeChatPush.Inbox;

/// <summary>One call to WeChat's API. <paramref name="DurationMs"/> is <see langword="null"/> while it runs.</summary>
public sealed record SendEntry(
    DateTimeOffset At, string Api, SendOutcome? Outcome, int? ErrCode, string? ErrMsg, int? DurationMs)
{
    /// <summary>The id that WeChat gave the message, where it gave one; its delivery is reported under it.</summary>
    public string? MsgId { get; init; }
}
