using WeChatPush.Protocol;
using WeChatPush.Sending;

namespace WeChatPush.Handling.Rules;

/// <summary>The action <c>Send</c>: one customer-service message to the push's user.</summary>
internal sealed class RuleSend
{
    private readonly Field[] _fields;
    private readonly Func<string, string[], CustomerMessage> _build;

    public RuleSend(SendRuleOptions options)
    {
        if (options.Text is { } text)
        {
            _fields = [Needed(nameof(options.Text), text)];
            _build = (user, values) => CustomerMessage.Text(user, values[0]);
        }
        else if (options.Image is { } image)
        {
            _fields = [Needed(nameof(image.MediaId), image.MediaId)];
            _build = (user, values) => CustomerMessage.Image(user, values[0]);
        }
        else if (options.Link is { } link)
        {
            _fields =
            [
                Needed(nameof(link.Title), link.Title), MayBeBlank(nameof(link.Description), link.Description),
                Needed(nameof(link.Url), link.Url), MayBeBlank(nameof(link.ThumbUrl), link.ThumbUrl),
            ];
            _build = (user, values) => CustomerMessage.Link(user, values[0], values[1], values[2], values[3]);
        }
        else if (options.MiniProgramPage is { } page)
        {
            _fields =
            [
                Needed(nameof(page.Title), page.Title), Needed(nameof(page.PagePath), page.PagePath),
                Needed(nameof(page.ThumbMediaId), page.ThumbMediaId),
            ];
            _build = (user, values) => CustomerMessage.MiniProgramPage(user, values[0], values[1], values[2]);
        }
        else
        {
            throw new ArgumentException("A Send rule without a message.", nameof(options));
        }
    }

    /// <summary>Sends it; returns why nothing was sent, or <see langword="null"/>.</summary>
    /// <exception cref="NoUserException">The push is about no user.</exception>
    public async Task<string?> RunAsync(PushMessage message, PushSender sender)
    {
        var prepared = Prepare(message, sender.OpenId);
        if (prepared.Message is { } filled)
            await sender.SendAsync(filled);
        return prepared.NotSent;
    }

    /// <summary>
    /// Puts in what the places stand for. A user decides what that is, so a message without a text it needs is no fault:
    /// nothing is to be sent, and the result says why.
    /// </summary>
    /// <exception cref="NoUserException">The push is about no user.</exception>
    public PreparedSend Prepare(PushMessage message, string? openId)
    {
        var values = new string[_fields.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Fill(_fields[i].Template, message);
            if (!_fields[i].MayBeBlank && BlankText.Is(values[i]))
                return new(null, $"nothing sent, {_fields[i].Name} is empty or blank");
        }

        return new(_build(openId ?? throw new NoUserException(), values), null);
    }

    // A field that the push does not have is empty.
    private static string Fill(TextTemplate template, PushMessage message) =>
        template.Fill(field => BlankText.WithoutControls(message[field] ?? ""), out _)!;

    private static Field Needed(string name, string? text) => new(name, TextTemplate.OfFields(text ?? ""), MayBeBlank: false);

    private static Field MayBeBlank(string name, string? text) => new(name, TextTemplate.OfFields(text ?? ""), MayBeBlank: true);

    private sealed record Field(string Name, TextTemplate Template, bool MayBeBlank);
}

/// <summary>A customer-service message, or why there is none.</summary>
/// <param name="Message">The message.</param>
/// <param name="NotSent">Why nothing is to be sent.</param>
internal readonly record struct PreparedSend(CustomerMessage? Message, string? NotSent);
