using System.Text;
using System.Text.RegularExpressions;
using WeChatPush.Protocol;

namespace WeChatPush.Handling.Rules;

/// <summary>
/// A text with <c>{Field}</c> places. Parsed once; a field's value is put in as it is and never looked at again, so a user
/// who types <c>{FromUserName}</c> gets it back as text. A missing field is empty.
/// </summary>
internal sealed partial class FieldTemplate
{
    private readonly List<(string Text, bool IsField)> _parts = [];

    public FieldTemplate(string text)
    {
        var at = 0;
        foreach (var match in Placeholder().EnumerateMatches(text))
        {
            if (match.Index > at)
                _parts.Add((text[at..match.Index], false));
            _parts.Add((text.Substring(match.Index + 1, match.Length - 2), true));
            at = match.Index + match.Length;
        }

        if (at < text.Length)
            _parts.Add((text[at..], false));
    }

    public string Expand(PushMessage message)
    {
        if (_parts is [(var only, false)])
            return only;
        var result = new StringBuilder();
        foreach (var (text, isField) in _parts)
            result.Append(isField ? message[text] : text);
        return result.ToString();
    }

    [GeneratedRegex(@"\{[A-Za-z_][A-Za-z0-9_.]*\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
