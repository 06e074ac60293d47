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

    /// <summary>
    /// What looks like a place for a value of a recipient in a text, and is none: it would go out as it stands.
    /// <see langword="null"/>: there is nothing of the kind.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="mayHoldCurrency">Whether a <c>$</c> before a place may stand for the currency.</param>
    public static string? FindMistaken(string text, bool mayHoldCurrency)
    {
        // A place in more braces than its own is none either, so the places count as plain letters here.
        var match = Mistaken().Match(ValueName().Replace(text, static place => new('x', place.Length)));
        if (match.Success)
            return text.Substring(match.Index, match.Length);
        return !mayHoldCurrency && Dollar().Match(text) is { Success: true } dollar ? dollar.Value : null;
    }

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

    [GeneratedRegex(@"[{｛][^{}｛｝]*[}｝]", RegexOptions.CultureInvariant)]
    private static partial Regex Mistaken();

    [GeneratedRegex(@"\$\{[\p{L}_][\p{L}\p{N}_.\- ]*\}", RegexOptions.CultureInvariant)]
    private static partial Regex Dollar();

    [GeneratedRegex(@"\{[\p{L}_][\p{L}\p{N}_.\- ]*\}", RegexOptions.CultureInvariant)]
    private static partial Regex ValueName();
}
