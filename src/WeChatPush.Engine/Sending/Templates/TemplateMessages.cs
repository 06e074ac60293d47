using WeChatPush.Protocol;

namespace WeChatPush.Sending;

/// <summary>
/// Template messages (模板消息): each needs a formId of the user. WeChat took the API out of service in 2020; what still
/// answers is an old environment, or a simulated one.
/// </summary>
internal sealed class TemplateMessages(KeywordSends sends)
{
    /// <summary>WeChat's code for an API that is no more.</summary>
    public const int Retired = 45103;

    /// <summary>Sends one. Throws only when the caller cancels before anything was written.</summary>
    public async ValueTask<SendResult> SendAsync(
        string app, KeywordMessage message, string formId, CancellationToken cancellationToken)
    {
        var (result, duration) = await sends.SendAsync(
            app, SendApis.TemplateMessage, message, formId, cancellationToken);
        var sent = SendResult.From(result, duration);
        if (result.ErrCode is not Retired)
            return sent;

        // Not paused: however long one waits, this API does not come back.
        return sent with
        {
            Outcome = SendOutcome.Failed,
            ErrMsg = $"{result.ErrMsg} (template messages are retired: use subscribe messages)",
            RetryAfter = null,
        };
    }
}
