using WeChatPush.Protocol;

namespace WeChatPush.Sending;

/// <summary>How a call to WeChat ended. Every refusal is a value; only bugs and cancellation throw.</summary>
public sealed record SendResult
{
    /// <summary>What became of the message.</summary>
    public required SendOutcome Outcome { get; init; }

    /// <summary>
    /// What kind of error it was; <see cref="ErrorClass.Sent"/> on success. Decides what happens to the push.
    /// </summary>
    public required ErrorClass Class { get; init; }

    /// <summary>WeChat's errcode; <see langword="null"/> when WeChat gave none.</summary>
    public int? ErrCode { get; init; }

    /// <summary>WeChat's errmsg, or ours where WeChat was not asked.</summary>
    public string? ErrMsg { get; init; }

    /// <summary>Time spent, retries included.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Before when trying again is pointless, where that is known.</summary>
    public DateTimeOffset? RetryAfter { get; init; }

    /// <summary>The id that WeChat gave the message, where it gave one; its delivery is reported under it.</summary>
    public string? MsgId { get; init; }

    internal static SendResult From(ApiResult result, TimeSpan duration) => new()
    {
        Outcome = result.Class switch
        {
            ErrorClass.Sent => SendOutcome.Sent,
            ErrorClass.User => SendOutcome.Refused,
            ErrorClass.Request => SendOutcome.Failed,
            ErrorClass.Operator => result.Called ? SendOutcome.Failed : SendOutcome.Paused,
            ErrorClass.Quota or ErrorClass.Rate => SendOutcome.Paused,
            ErrorClass.Busy or ErrorClass.Credential => SendOutcome.Busy,
            ErrorClass.Uncertain => SendOutcome.Uncertain,
            _ => throw new InvalidOperationException($"No outcome for {result.Class}."),
        },
        Class = result.Class,
        ErrCode = result.ErrCode,
        ErrMsg = result.ErrMsg,
        Duration = duration,
        RetryAfter = result.RetryAfter,
        MsgId = result.Class is ErrorClass.Sent ? result.MsgId : null,
    };
}
