namespace WeChatPush.Protocol;

/// <summary>What became of one message to one user.</summary>
public enum SendOutcome
{
    /// <summary>WeChat took it.</summary>
    Sent,

    /// <summary>WeChat refused it for this user (<see cref="ErrorClass.User"/>).</summary>
    Refused,

    /// <summary>
    /// The request or the app is at fault (<see cref="ErrorClass.Request"/>, <see cref="ErrorClass.Operator"/>).
    /// </summary>
    Failed,

    /// <summary>It may or may not have arrived (<see cref="ErrorClass.Uncertain"/>).</summary>
    Uncertain,

    /// <summary>Not tried: the user has no credit left.</summary>
    NoCredit,

    /// <summary>Not tried: the user's customer-service window is closed.</summary>
    WindowClosed,

    /// <summary>Not tried: the API is stopped for its quota, or the app for its configuration.</summary>
    Paused,

    /// <summary>WeChat stayed unreachable or busy; certainly not sent.</summary>
    Busy,
}
