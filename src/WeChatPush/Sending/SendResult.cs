using WeChatPush.Protocol;

namespace WeChatPush.Sending;

/// <summary>How a call to WeChat ended. Every refusal is a value; only bugs and cancellation throw.</summary>
public sealed record SendResult
{
    /// <summary>What became of the message.</summary>
    public required SendOutcome Outcome { get; init; }

    /// <summary>What kind of error it was; <see cref="ErrorClass.Sent"/> on success. Decides what happens to the push.</summary>
    public required ErrorClass Class { get; init; }

    /// <summary>WeChat's errcode; <see langword="null"/> when WeChat gave none.</summary>
    public int? ErrCode { get; init; }

    /// <summary>WeChat's errmsg, or ours where WeChat was not asked.</summary>
    public string? ErrMsg { get; init; }

    /// <summary>Time spent, retries included.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Before when trying again is pointless, where that is known.</summary>
    public DateTimeOffset? RetryAfter { get; init; }
}
