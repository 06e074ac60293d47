using WeChatPush.Apps;
using WeChatPush.Credits;
using WeChatPush.Sending;

namespace WeChatPush.Campaigns.Running;

/// <summary>Sends the message of one recipient on the credit that was taken for it.</summary>
internal sealed class CampaignSends(
    SubscribeMessages subscribe,
    TemplateMessages template,
    IAccessTokens tokens,
    AppCatalog apps)
{
    /// <summary>
    /// Sees to it that there is an access token: the first messages would all wait for it, and then leave at once.
    /// </summary>
    public async Task PrepareAsync(string app, CancellationToken cancellationToken)
    {
        // Inside WeChat's cloud no call carries one.
        if (apps.Find(app)?.Options is { } settings && settings.Hosting is not PushHosting.CloudHosting)
            await tokens.GetAsync(app, cancellationToken);
    }

    /// <summary>
    /// Sends one, when its note's slot has come. Throws only when the caller cancels before anything was written.
    /// </summary>
    public ValueTask<SendResult> SendAsync(
        ClaimedRecipient recipient,
        CreditMessage message,
        RecipientSendNote note,
        CancellationToken cancellationToken)
    {
        var keywords = message.ToKeywords(note.WaitAsync, note);
        return recipient.FormId is { } formId
            ? template.SendAsync(recipient.App, keywords, formId, cancellationToken)
            : subscribe.SendAsync(recipient.App, keywords, cancellationToken);
    }
}
