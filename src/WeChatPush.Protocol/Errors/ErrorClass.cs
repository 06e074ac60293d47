namespace WeChatPush.Protocol;

/// <summary>What an errcode of WeChat's server API asks of the caller (返回码说明).</summary>
public enum ErrorClass
{
    /// <summary>Done; also a message that WeChat recognised as sent before.</summary>
    Sent,

    /// <summary>WeChat cannot at the moment: try again, more slowly.</summary>
    Busy,

    /// <summary>The access token is no longer good: get another, then try once more.</summary>
    Credential,

    /// <summary>The API's quota is used up: stop this API for a long while, keep the work.</summary>
    Quota,

    /// <summary>
    /// Final for this user: the right to send to them is used up, refused or over. Information, not a fault.
    /// </summary>
    User,

    /// <summary>Final: the request itself is wrong, and so would every repetition be.</summary>
    Request,

    /// <summary>
    /// The app's account or configuration is at fault: stop its sends until the operator has corrected it.
    /// </summary>
    Operator,

    /// <summary>No answer came after the request was written: it may have been sent.</summary>
    Uncertain,

    /// <summary>Too many calls in this minute: stop this API until the minute is over, keep the work.</summary>
    Rate,
}
