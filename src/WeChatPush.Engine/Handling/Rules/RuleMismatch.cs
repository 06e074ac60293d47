namespace WeChatPush.Handling;

/// <summary>Why a rule is not for a push.</summary>
public enum RuleMismatch
{
    /// <summary>It is for another MsgType.</summary>
    MsgType,

    /// <summary>It is for another Event.</summary>
    Event,

    /// <summary>Its pattern does not match the content, or the push has no content.</summary>
    Content,

    /// <summary>It hands over messages of users, and the push is none.</summary>
    NoUserMessage,

    /// <summary>Its pattern, or those of the rules before it, took too long on this content.</summary>
    Timeout,
}
