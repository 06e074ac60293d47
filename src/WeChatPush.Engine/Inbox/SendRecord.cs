using WeChatPush.Protocol;

namespace WeChatPush.Inbox;

/// <summary>How a send ended.</summary>
internal sealed record SendRecord(
    string Api, DateTimeOffset At, SendOutcome Outcome, int? ErrCode, string? ErrMsg, TimeSpan Duration)
{
    /// <summary>The id that WeChat gave the message.</summary>
    public string? MsgId { get; init; }
}
