using WeChatPush.Protocol;
using WeChatPush.Sending;

namespace WeChatPush.Handling.Rules;

/// <summary>The action <c>Send</c>: one customer-service message to the push's user.</summary>
internal sealed class RuleSend
{
    private readonly Field[] _fields;
    private readonly Func<PushSender, string[], Task> _send;

    public RuleSend(SendRuleOptions options)
    {
        if (options.Text is { } text)
        {
            _fields = [Needed(nameof(options.Text), text)];
            _send = (sender, values) => sender.TextAsync(values[0]);
        }
        else if (options.Image is { } image)
        {
            _fields = [Needed(nameof(image.MediaId), image.MediaId)];
            _send = (sender, values) => sender.ImageAsync(values[0]);
        }
        else if (options.Link is { } link)
        {
            _fields =
            [
                Needed(nameof(link.Title), link.Title), MayBeBlank(nameof(link.Description), link.Description),
                Needed(nameof(link.Url), link.Url), MayBeBlank(nameof(link.ThumbUrl), link.ThumbUrl),
            ];
            _send = (sender, values) => sender.LinkAsync(values[0], values[1], values[2], values[3]);
        }
        else if (options.MiniProgramPage is { } page)
        {
            _fields =
            [
                Needed(nameof(page.Title), page.Title), Needed(nameof(page.PagePath), page.PagePath),
                Needed(nameof(page.ThumbMediaId), page.ThumbMediaId),
            ];
            _send = (sender, values) => sender.MiniProgramPageAsync(values[0], values[1], values[2]);
        }
        else
        {
            throw new ArgumentException("A Send rule without a message.", nameof(options));
        }
    }

    /// <summary>
    /// Sends it. A user decides what a place is filled with, so a message without a text it needs is no fault: nothing is
    /// sent, and the result says why. <see langword="null"/>: it was sent.
    /// </summary>
    public async Task<string?> RunAsync(PushMessage message, PushSender sender)
    {
        var values = new string[_fields.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Fill(_fields[i].Template, message);
            if (!_fields[i].MayBeBlank && BlankText.Is(values[i]))
                return $"nothing sent, {_fields[i].Name} is empty or blank";
        }

        await _send(sender, values);
        return null;
    }

    // A field that the push does not have is empty.
    private static string Fill(TextTemplate template, PushMessage message) =>
        template.Fill(field => BlankText.WithoutControls(message[field] ?? ""), out _)!;

    private static Field Needed(string name, string? text) => new(name, TextTemplate.OfFields(text ?? ""), MayBeBlank: false);

    private static Field MayBeBlank(string name, string? text) => new(name, TextTemplate.OfFields(text ?? ""), MayBeBlank: true);

    private sealed record Field(string Name, TextTemplate Template, bool MayBeBlank);
}
