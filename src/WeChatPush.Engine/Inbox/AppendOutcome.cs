namespace WeChatPush.Inbox;

/// <summary>What became of an append.</summary>
internal enum AppendOutcome
{
    /// <summary>It is stored now.</summary>
    Stored,

    /// <summary>It was stored before.</summary>
    Duplicate,

    /// <summary>It was stored before, as one that awaits a reply: wait for the same reply.</summary>
    DuplicateAwaitingReply,

    /// <summary>Its timestamp and nonce came before, with another push or with a URL verification; nothing was stored.</summary>
    NonceReused,

    /// <summary>The caller gave up before its turn came; nothing was stored.</summary>
    Abandoned,
}
