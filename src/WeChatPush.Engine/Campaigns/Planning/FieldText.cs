using System.Text;
using System.Text.RegularExpressions;

namespace WeChatPush.Campaigns;

/// <summary>
/// A text with <c>{field}</c> places, parsed once. A value is put in as it is and never looked at again.
/// </summary>
internal sealed partial class FieldText
{
    private readonly List<(string Text, bool IsField)> _parts = [];

    public FieldText(string text)
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

    /// <summary>The fields it has places for.</summary>
    public IEnumerable<string> Fields => from part in _parts where part.IsField select part.Text;

    /// <summary>Puts the values in. <see langword="null"/>: one is missing.</summary>
    public string? Fill(IReadOnlyDictionary<string, string>? values, ref string? missing)
    {
        if (_parts is [(var only, false)])
            return only;
        var result = new StringBuilder();
        foreach (var (text, isField) in _parts)
        {
            if (!isField)
            {
                result.Append(text);
            }
            else if (values?.TryGetValue(text, out var value) == true)
            {
                result.Append(value);
            }
            else
            {
                missing = text;
                return null;
            }
        }

        return result.ToString();
    }

    [GeneratedRegex(@"\{[\p{L}_][\p{L}\p{N}_.\- ]*\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
