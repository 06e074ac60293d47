namespace WeChatPush.Sending;

/// <summary>How an app's access token is doing in this instance.</summary>
/// <param name="State">The state.</param>
/// <param name="ExpiresAt">When the token in use runs out.</param>
/// <param name="ErrCode">WeChat's code for the last failure that still holds.</param>
/// <param name="ErrMsg">Its text.</param>
/// <param name="RetryAfter">When the next try is made.</param>
public sealed record TokenStatus(
    TokenState State,
    DateTimeOffset? ExpiresAt = null,
    int? ErrCode = null,
    string? ErrMsg = null,
    DateTimeOffset? RetryAfter = null);
