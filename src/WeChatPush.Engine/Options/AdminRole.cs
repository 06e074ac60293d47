namespace WeChatPush;

/// <summary>What a key of the admin API may do; each role may also do what those before it may.</summary>
public enum AdminRole
{
    /// <summary>Reads; what users wrote is masked until it is revealed, which is audited.</summary>
    Viewer,

    /// <summary>Replays, sends, and runs campaigns.</summary>
    Operator,

    /// <summary>Everything: apps, keys, erasure, the audit.</summary>
    Admin,
}
