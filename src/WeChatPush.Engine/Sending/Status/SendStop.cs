namespace WeChatPush.Sending;

/// <summary>Sends that are held back.</summary>
/// <param name="Api">The API that is stopped; <see langword="null"/>: all of the app.</param>
/// <param name="Reason">Why.</param>
/// <param name="ErrCode">WeChat's code, if the reason came from WeChat.</param>
/// <param name="ErrMsg">WeChat's text.</param>
/// <param name="Hint">What it means and what to do.</param>
/// <param name="Since">Since when.</param>
/// <param name="Until">When one call is let through to see whether it is over.</param>
public sealed record SendStop(
    string? Api,
    SendStopReason Reason,
    int? ErrCode,
    string? ErrMsg,
    string? Hint,
    DateTimeOffset Since,
    DateTimeOffset Until);
