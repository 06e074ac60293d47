using WeChatPush.Protocol;

namespace WeChatPush.Server.Api.Shared;

/// <summary>What became of a send, in the words that callers of the API rely on.</summary>
internal enum ApiOutcome
{
    /// <summary>WeChat took it.</summary>
    Sent,

    /// <summary>WeChat refused it for this user.</summary>
    Refused,

    /// <summary>Certainly not sent: the request or the app is at fault, or WeChat was busy or out of reach; errmsg says which.</summary>
    Failed,

    /// <summary>It may or may not have arrived.</summary>
    Uncertain,

    /// <summary>Not tried: the user has no credit left.</summary>
    NoCredit,

    /// <summary>Not tried: the user's customer-service window is closed.</summary>
    WindowClosed,

    /// <summary>Held back: a quota is used up, or the app's configuration has to be put right.</summary>
    Paused,
}

/// <summary>From the engine's words to the API's.</summary>
internal static class ApiOutcomes
{
    /// <summary>The word for an outcome.</summary>
    public static ApiOutcome ForApi(this SendOutcome outcome) => outcome switch
    {
        SendOutcome.Sent => ApiOutcome.Sent,
        SendOutcome.Refused => ApiOutcome.Refused,
        SendOutcome.Failed or SendOutcome.Busy => ApiOutcome.Failed,
        SendOutcome.Uncertain => ApiOutcome.Uncertain,
        SendOutcome.NoCredit => ApiOutcome.NoCredit,
        SendOutcome.WindowClosed => ApiOutcome.WindowClosed,
        SendOutcome.Paused => ApiOutcome.Paused,
        _ => throw new InvalidOperationException($"An outcome without a word: {outcome}."),
    };
}
