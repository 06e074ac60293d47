using WeChatPush.Protocol;

namespace WeChatPush.Handling.Rules;

/// <summary>The action <c>Send</c>: one customer-service message to the push's user.</summary>
internal sealed class RuleSend
{
    private readonly Func<PushMessage, PushSender, Task> _run;

    public RuleSend(SendRuleOptions options)
    {
        if (options.Text is not null)
        {
            var text = new FieldTemplate(options.Text);
            _run = (message, sender) => sender.TextAsync(text.Expand(message));
        }
        else if (options.Image is { } image)
        {
            var mediaId = new FieldTemplate(image.MediaId ?? "");
            _run = (message, sender) => sender.ImageAsync(mediaId.Expand(message));
        }
        else if (options.Link is { } link)
        {
            var title = new FieldTemplate(link.Title ?? "");
            var description = new FieldTemplate(link.Description ?? "");
            var url = new FieldTemplate(link.Url ?? "");
            var thumb = new FieldTemplate(link.ThumbUrl ?? "");
            _run = (message, sender) => sender.LinkAsync(
                title.Expand(message), description.Expand(message), url.Expand(message), thumb.Expand(message));
        }
        else if (options.MiniProgramPage is { } page)
        {
            var title = new FieldTemplate(page.Title ?? "");
            var path = new FieldTemplate(page.PagePath ?? "");
            var thumb = new FieldTemplate(page.ThumbMediaId ?? "");
            _run = (message, sender) => sender.MiniProgramPageAsync(
                title.Expand(message), path.Expand(message), thumb.Expand(message));
        }
        else
        {
            throw new ArgumentException("A Send rule without a message.", nameof(options));
        }
    }

    public Task RunAsync(PushMessage message, PushSender sender) => _run(message, sender);
}
