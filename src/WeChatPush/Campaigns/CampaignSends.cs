using WeChatPush.Credits;
using WeChatPush.Sending;

namespace WeChatPush.Campaigns;

/// <summary>Sends the message of one recipient on the credit that was taken for him.</summary>
internal sealed class CampaignSends(SubscribeMessages subscribe, TemplateMessages template)
{
    /// <summary>Sends one. Throws only when the caller cancels before anything was written.</summary>
    public ValueTask<SendResult> SendAsync(
        TakenRecipient recipient, CreditMessage message, CancellationToken cancellationToken)
    {
        var keywords = new KeywordMessage
        {
            ToUser = message.OpenId,
            TemplateId = message.TemplateId,
            Page = message.Page,
            Data = message.Data,
        };
        return recipient.FormId is { } formId
            ? template.SendAsync(recipient.App, keywords, formId, cancellationToken)
            : subscribe.SendAsync(recipient.App, keywords, cancellationToken);
    }
}
