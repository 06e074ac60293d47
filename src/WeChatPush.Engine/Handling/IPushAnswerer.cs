using WeChatPush.Protocol;

namespace WeChatPush;

/// <summary>A handler class whose result is the content of the answer to WeChat; each push gets a new instance.</summary>
/// <typeparam name="T">The push it owns.</typeparam>
public interface IPushAnswerer<in T>
{
    /// <summary>
    /// Makes the answer. It has what WeChat waits, over all its tries about three times <c>Receiving:ReplyBudget</c>. An
    /// exception answers an error, and WeChat's next try runs it again.
    /// </summary>
    Task<ReplyContent> AnswerAsync(T message, CancellationToken cancellationToken);
}
