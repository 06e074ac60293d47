namespace WeChatPush.Sending;

/// <summary>Subscribe messages (订阅消息): each needs a permit of the user for its template.</summary>
internal sealed class SubscribeMessages(KeywordSends sends)
{
    /// <summary>Sends one. Throws only when the caller cancels before anything was written.</summary>
    public async ValueTask<SendResult> SendAsync(
        string app, KeywordMessage message, CancellationToken cancellationToken)
    {
        var (result, duration) = await sends.SendAsync(
            app, SendApis.SubscribeMessage, message, formId: null, cancellationToken);
        return SendResult.From(result, duration);
    }
}
