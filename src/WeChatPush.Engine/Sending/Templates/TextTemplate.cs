using System.Text;
using System.Text.RegularExpressions;

namespace WeChatPush.Sending;

/// <summary>
/// A text with <c>{Field}</c> places, parsed once. A value is put in as it is and never looked at again, so a user who types
/// <c>{FromUserName}</c> gets it back as text.
/// </summary>
internal sealed partial class TextTemplate
{
    private readonly List<(string Text, bool IsField)> _parts = [];

    private TextTemplate(string text, Regex placeholder)
    {
        var at = 0;
        foreach (var match in placeholder.EnumerateMatches(text))
        {
            if (match.Index > at)
                _parts.Add((text[at..match.Index], false));
            _parts.Add((text.Substring(match.Index + 1, match.Length - 2), true));
            at = match.Index + match.Length;
        }

        if (at < text.Length)
            _parts.Add((text[at..], false));
    }

    /// <summary>The fields it has places for.</summary>
    public IEnumerable<string> Fields => from part in _parts where part.IsField select part.Text;

    /// <summary>Reads a text of a rule: its places are for fields of a push, <c>{Content}</c>.</summary>
    public static TextTemplate OfFields(string text) => new(text, FieldName());

    /// <summary>Reads a text of a campaign: its places are for the values of a recipient, <c>{优惠 码}</c>.</summary>
    public static TextTemplate OfValues(string text) => new(text, ValueName());

    /// <summary>Puts values in. <see langword="null"/>: the value of <paramref name="missing"/> is missing.</summary>
    public string? Fill(Func<string, string?> value, out string? missing)
    {
        missing = null;
        if (_parts is [(var only, false)])
            return only;
        var result = new StringBuilder();
        foreach (var (text, isField) in _parts)
        {
            if ((isField ? value(text) : text) is not { } part)
            {
                missing = text;
                return null;
            }

            result.Append(part);
        }

        return result.ToString();
    }

    [GeneratedRegex(@"\{[A-Za-z_][A-Za-z0-9_.]*\}", RegexOptions.CultureInvariant)]
    private static partial Regex FieldName();

    [GeneratedRegex(@"\{[\p{L}_][\p{L}\p{N}_.\- ]*\}", RegexOptions.CultureInvariant)]
    private static partial Regex ValueName();
}
