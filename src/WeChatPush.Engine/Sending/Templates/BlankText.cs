using System.Buffers;
using System.Globalization;
using System.Text;

namespace WeChatPush.Sending;

/// <summary>What nobody sees: a text of it shows the user an empty message, or is refused by WeChat.</summary>
internal static class BlankText
{
    private static readonly SearchValues<char> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Append(0x7F).Select(code => (char)code).Where(code => code is not ('\n' or '\r' or '\t'))]);

    /// <summary>Whether there is nothing to see in the text.</summary>
    public static bool Is(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsBlank(rune))
                return false;
        }

        return true;
    }

    /// <summary>
    /// The text without the control characters that JSON can only write as <c>\u0000</c>, which WeChat would show as six
    /// characters or refuse.
    /// </summary>
    public static string WithoutControls(string text) => text.AsSpan().IndexOfAny(Controls) < 0
        ? text
        : string.Concat(text.Where(character => !Controls.Contains(character)));

    private static bool IsBlank(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0
            or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF);
}
