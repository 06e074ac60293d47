namespace WeChatPush.Sending;

/// <summary>What an operator needs to know about an app's sends: health checks and the list of apps read it.</summary>
public interface ISendingStatus
{
    /// <summary>The state of one app's sends in this instance, by the app's name.</summary>
    SendingStatus Get(string app);
}

/// <summary>The state of one app's sends.</summary>
/// <param name="Token">How its access token is doing.</param>
/// <param name="Stops">What is stopped at the moment; empty when nothing is.</param>
public sealed record SendingStatus(TokenStatus Token, IReadOnlyList<SendStop> Stops);

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

/// <summary>The states of an access token.</summary>
public enum TokenState
{
    /// <summary>None was needed yet.</summary>
    Unused,

    /// <summary>There is one that works, as far as is known.</summary>
    Valid,

    /// <summary>There is none, and the last try to get one failed.</summary>
    Failing,

    /// <summary>WeChat's cloud hosting calls without a token.</summary>
    NotNeeded,
}

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

/// <summary>Why sends are held back.</summary>
public enum SendStopReason
{
    /// <summary>An API's quota is used up.</summary>
    Quota,

    /// <summary>The operator has to correct the app's account or configuration.</summary>
    Operator,
}
