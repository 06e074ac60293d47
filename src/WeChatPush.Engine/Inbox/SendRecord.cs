using WeChatPush.Protocol;

namespace WeChatPush.Inbox;

/// <summary>How a send ended.</summary>
internal sealed record SendRecord(
    string Api, DateTimeOffset At, SendOutcome Outcome, int? ErrCode, string? ErrMsg, TimeSpan Duration);
