namespace WeChatPush.Sending;

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
