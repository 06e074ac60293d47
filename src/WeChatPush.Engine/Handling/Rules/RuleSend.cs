using WeChatPush.Protocol;
using WeChatPush.Sending;

namespace WeChatPush.Handling.Rules;

/// <summary>The action <c>Send</c>: one customer-service message to the push's user.</summary>
internal sealed class RuleSend
{
    private readonly Field[] _fields;
    private readonly Func<PushSender, string[], Task> _send;

    public RuleSend(SendRuleOptions options) => (_fields, _send) = options switch
    {
        { Text: { } text } => (
            [new(nameof(options.Text), text)],
            (sender, values) => sender.TextAsync(values[0])),
        { Image: { } image } => (
            [new(nameof(image.MediaId), image.MediaId)],
            (sender, values) => sender.ImageAsync(values[0])),
        { Link: { } link } => (
            [
                new(nameof(link.Title), link.Title), new(nameof(link.Description), link.Description, MayBeBlank: true),
                new(nameof(link.Url), link.Url), new(nameof(link.ThumbUrl), link.ThumbUrl, MayBeBlank: true),
            ],
            (sender, values) => sender.LinkAsync(values[0], values[1], values[2], values[3])),
        { MiniProgramPage: { } page } => (
            [
                new(nameof(page.Title), page.Title), new(nameof(page.PagePath), page.PagePath),
                new(nameof(page.ThumbMediaId), page.ThumbMediaId),
            ],
            (Func<PushSender, string[], Task>)((sender, values) => sender.MiniProgramPageAsync(values[0], values[1], values[2]))),
        _ => throw new ArgumentException("A Send rule without a message.", nameof(options)),
    };

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

    private sealed record Field(string Name, TextTemplate Template, bool MayBeBlank)
    {
        public Field(string name, string? text, bool MayBeBlank = false)
            : this(name, TextTemplate.OfFields(text ?? ""), MayBeBlank)
        {
        }
    }
}
