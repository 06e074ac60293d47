using WeChatPush.Protocol;

namespace WeChatPush;

/// <summary>A handler class whose result is the content of the answer to WeChat, made anew for each push.</summary>
/// <typeparam name="T">The push it owns.</typeparam>
public interface IPushAnswerer<in T>
{
    /// <summary>
    /// Makes the answer. It has what WeChat waits, over all its tries about three times <c>Receiving:ReplyBudget</c>.
    /// Throwing answers an error, and WeChat's next try runs it anew.
    /// </summary>
    Task<ReplyContent> AnswerAsync(T message, CancellationToken cancellationToken);
}
