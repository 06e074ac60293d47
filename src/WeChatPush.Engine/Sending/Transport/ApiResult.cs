using WeChatPush.Protocol;

namespace WeChatPush.Sending;

/// <summary>
/// How a call of WeChat's API ended. Failure is a value here; only a cancelled caller sees an exception.
/// </summary>
internal sealed class ApiResult
{
    /// <summary>What the answer, or its absence, asks of the caller.</summary>
    public required ErrorClass Class { get; init; }

    /// <summary>WeChat's code; <see langword="null"/> when no answer of WeChat was read.</summary>
    public int? ErrCode { get; init; }

    /// <summary>WeChat's own words, cut to a bearable length, or ours when there are none.</summary>
    public string? ErrMsg { get; init; }

    /// <summary>How long the last attempt took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Before this time another call is pointless.</summary>
    public DateTimeOffset? RetryAfter { get; init; }

    /// <summary>
    /// Whether WeChat was called at all; false: the answer was known beforehand (a stop, an open breaker).
    /// </summary>
    public bool Called { get; init; } = true;

    /// <summary>Whether the same call may be made again at once.</summary>
    public bool MayRepeat { get; init; }

    /// <summary>
    /// Whether the request was ready to be written and its note (<see cref="ISendNote"/>) did not allow it; says nothing
    /// about the API.
    /// </summary>
    public bool Withheld { get; init; }

    /// <summary>The answer's JSON, for what an API returns beside its code.</summary>
    public ReadOnlyMemory<byte> Answer { get; init; }

    /// <summary>The id that WeChat gave a message, to the last digit.</summary>
    public string? MsgId { get; init; }

    /// <summary>The answer's type, where it is a file.</summary>
    public string? ContentType { get; init; }

    /// <summary>The result of a request that its note did not allow.</summary>
    public static ApiResult OfWithheld() => new()
    {
        Class = ErrorClass.Busy,
        ErrMsg = "Not called: the send is not to be made any more",
        Called = false,
        Withheld = true,
    };

    /// <summary>The same, with what only the attempt has.</summary>
    public ApiResult Timed(TimeSpan duration, bool mayRepeat) => new()
    {
        Class = Class,
        ErrCode = ErrCode,
        ErrMsg = ErrMsg,
        RetryAfter = RetryAfter,
        Called = Called,
        Withheld = Withheld,
        Answer = Answer,
        MsgId = MsgId,
        ContentType = ContentType,
        Duration = duration,
        MayRepeat = mayRepeat,
    };

    /// <summary>The same answer, understood differently.</summary>
    public ApiResult As(ErrorClass other) => new()
    {
        Class = other,
        ErrCode = ErrCode,
        ErrMsg = ErrMsg,
        RetryAfter = RetryAfter,
        Called = Called,
        Answer = Answer,
        MsgId = MsgId,
        ContentType = ContentType,
        Duration = Duration,
    };
}
