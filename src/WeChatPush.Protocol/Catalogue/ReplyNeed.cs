namespace WeChatPush.Protocol;

/// <summary>Whether a push is answered by more than <c>success</c>.</summary>
public enum ReplyNeed
{
    /// <summary><c>success</c> is the only answer.</summary>
    None,

    /// <summary><c>success</c> is enough, but an answer may have content.</summary>
    Possible,

    /// <summary>WeChat waits for content; <c>success</c> is no answer.</summary>
    Required,
}
