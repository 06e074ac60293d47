namespace WeChatPush.Protocol;

/// <summary>Whether a push is answered by more than <c>success</c>.</summary>
public enum ReplyNeed
{
    /// <summary><c>success</c> is all there is to say.</summary>
    None,

    /// <summary><c>success</c> will do, but there is more that can be said.</summary>
    Possible,

    /// <summary>WeChat waits for content; <c>success</c> is no answer.</summary>
    Required,
}
