using WeChatPush.Protocol;
using WeChatPush.Sending;

namespace WeChatPush.Handling.Rules;

/// <summary>The action <c>Send</c>: one customer-service message to the push's user.</summary>
internal sealed class RuleSend
{
    private readonly Func<PushMessage, PushSender, Task> _run;

    public RuleSend(SendRuleOptions options)
    {
        if (options.Text is not null)
        {
            var text = TextTemplate.OfFields(options.Text);
            _run = (message, sender) => sender.TextAsync(Fill(text, message));
        }
        else if (options.Image is { } image)
        {
            var mediaId = TextTemplate.OfFields(image.MediaId ?? "");
            _run = (message, sender) => sender.ImageAsync(Fill(mediaId, message));
        }
        else if (options.Link is { } link)
        {
            var title = TextTemplate.OfFields(link.Title ?? "");
            var description = TextTemplate.OfFields(link.Description ?? "");
            var url = TextTemplate.OfFields(link.Url ?? "");
            var thumb = TextTemplate.OfFields(link.ThumbUrl ?? "");
            _run = (message, sender) => sender.LinkAsync(
                Fill(title, message), Fill(description, message), Fill(url, message), Fill(thumb, message));
        }
        else if (options.MiniProgramPage is { } page)
        {
            var title = TextTemplate.OfFields(page.Title ?? "");
            var path = TextTemplate.OfFields(page.PagePath ?? "");
            var thumb = TextTemplate.OfFields(page.ThumbMediaId ?? "");
            _run = (message, sender) => sender.MiniProgramPageAsync(
                Fill(title, message), Fill(path, message), Fill(thumb, message));
        }
        else
        {
            throw new ArgumentException("A Send rule without a message.", nameof(options));
        }
    }

    // A field that the push does not have is empty.
    private static string Fill(TextTemplate template, PushMessage message) =>
        template.Fill(field => message[field] ?? "", out _)!;

    public Task RunAsync(PushMessage message, PushSender sender) => _run(message, sender);
}
