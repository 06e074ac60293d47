using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace WeChatPush.Inbox;

/// <summary>
/// What is alike in the reasons of dead letters. A reason is the handler's name and how it ended: an errcode with WeChat's text, the
/// status of a destination, or the type and message of an exception. Errcodes and statuses tell groups apart. What differs from one
/// push to the next does not: numbers, durations, ids, openids, WeChat's rid and hint.
/// </summary>
internal static partial class DeadLetterReason
{
    private const int MaxRead = 1000;
    private const int MaxLength = 200;
    private const int KeyDigits = 16;
    private const string NameEnd = ": ";

    /// <summary>The reason without what is of one push.</summary>
    public static string Normalize(string reason)
    {
        var text = reason.Length > MaxRead ? reason[..MaxRead] : reason;
        text = Attempt().Replace(text, "");
        text = Hint().Replace(Rid().Replace(text, "rid: …"), "hint: …");

        // Names are the operators', and may hold small numbers.
        var name = text.IndexOf(NameEnd, StringComparison.Ordinal) is > 0 and var end ? text[..end] : "";
        var rest = Number().Replace(Identifier().Replace(text[name.Length..], "…"), "#");
        text = Blanks().Replace(LongNumber().Replace(Identifier().Replace(name, "…"), "#") + rest, " ").Trim();
        return text.Length > MaxLength ? $"{text[..(MaxLength - 1)]}…" : text;
    }

    /// <summary>The key of a group, from its normalised reason: it names no one, so it can be kept.</summary>
    public static string KeyOf(string normalized) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(normalized)))[..KeyDigits];

    [GeneratedRegex(@" ?\(attempt \d+ of \d+\)$", RegexOptions.CultureInvariant)]
    private static partial Regex Attempt();

    [GeneratedRegex(@"\brid: ?[\w-]+", RegexOptions.CultureInvariant)]
    private static partial Regex Rid();

    [GeneratedRegex(@"\bhint: ?\[[^\]]*\]?", RegexOptions.CultureInvariant)]
    private static partial Regex Hint();

    // An openid; or a word of letters and digits that is too long to be a word.
    [GeneratedRegex(
        "(?<![A-Za-z0-9_-])(?![0-9]{4}-[0-9]{2}-[0-9]{2})(o[A-Za-z0-9_-]{27}|(?=[A-Za-z_-]*[0-9])(?=[0-9_-]*[A-Za-z])[A-Za-z0-9_-]{8,})(?![A-Za-z0-9_-])",
        RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();

    // A number, a time or an address, but no errcode and no status.
    [GeneratedRegex(
        @"(?<!\w|\b(answered|sent|refused|failed|uncertain|paused|busy|errcode|status)[ :=]{1,2})(?>[0-9]+([.:,/T-]+[0-9]+)*Z?)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex("[0-9]{4,}", RegexOptions.CultureInvariant)]
    private static partial Regex LongNumber();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();
}
