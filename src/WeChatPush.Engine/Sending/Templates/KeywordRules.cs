using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace WeChatPush.Sending;

/// <summary>
/// What WeChat allows as the value of a keyword of a subscribe message (page 发送订阅消息, 订阅消息参数值内容限制说明). A
/// value that breaks its rule is refused there with 47003; here it is refused before a call is spent on it. Where the
/// page leaves room, the rule here is the wider one: what is let through, WeChat judges.
/// </summary>
internal static partial class KeywordRules
{
    // 〇 is a Chinese character to people, and a number to Unicode.
    private const int Zero = '〇';

    private static readonly Dictionary<string, Func<string, string?>> Rules = new(StringComparer.Ordinal)
    {
        ["thing"] = value => AtMost(value, 20, "characters"),
        ["number"] = value => DigitsOf(value) > 32 || !Number().IsMatch(value)
            ? "must be a number of at most 32 digits, with or without decimals" : null,
        ["letter"] = value => Letter().IsMatch(value) ? null : "must be at most 32 letters (A to Z)",
        ["symbol"] = value => LengthOf(value) > 5 || value.EnumerateRunes().Any(IsLetterOrDigitOrSpace)
            ? "must be at most 5 symbols" : null,
        ["character_string"] = value => value.Length > 32 || value.EnumerateRunes().Any(IsForeignLetter)
            ? "must be at most 32 digits, letters (A to Z) or symbols" : null,
        ["time"] = value => KeywordTimes.IsTime(value)
            ? null : Moment(value, "must be a time of 24 hours such as 15:01 or 2019年10月1日 15:01, or two with ~ between them"),
        ["date"] = value => KeywordTimes.IsDate(value)
            ? null : Moment(value, "must be a date such as 2019年10月1日, 10月1日 or 2019-10-01 15:01, or two with ~ between them"),
        ["amount"] = value => Amount().IsMatch(value)
            ? null : "must be at most one currency symbol and 10 digits, with or without decimals and 元",
        ["phone_number"] = value => value.Length > 17 || value.Any(char.IsLetter)
            ? "must be at most 17 digits or symbols" : null,
        ["car_number"] = value => CarNumber().IsMatch(value)
            ? null : "must be at most 8 letters or digits; the first and the last may be Chinese",
        ["name"] = Name,
        ["phrase"] = value => LengthOf(value) <= 5 && value.EnumerateRunes().All(IsChinese) ? null : "must be at most 5 Chinese characters",
    };

    /// <summary>What is wrong with the value of a keyword; <see langword="null"/>: nothing.</summary>
    /// <param name="key">The key in the template: a type and a number, such as <c>thing1</c>.</param>
    /// <param name="value">The value.</param>
    public static string? Check(string key, string value) =>
        CheckAny(value) ?? Rules.GetValueOrDefault(key.TrimEnd("0123456789".ToCharArray()))?.Invoke(value);

    /// <summary>What is wrong with a value of whatever type; <see langword="null"/>: nothing.</summary>
    public static string? CheckAny(string value) =>
        string.IsNullOrWhiteSpace(value) ? "must not be empty"
        : value.Any(char.IsControl) ? "must not hold line breaks or other control characters"
        : null;

    private static string? AtMost(string value, int limit, string what) =>
        LengthOf(value) is var length && length > limit ? $"must have at most {limit} {what}, and has {length}" : null;

    // What a reader takes for one character is one, a rare one or an emoji too: the page does not say otherwise.
    private static int LengthOf(string value) => new StringInfo(value).LengthInTextElements;

    private static string Moment(string value, string rule) =>
        KeywordTimes.HasFraction(value) ? $"{rule}; without fractions of a second" : rule;

    // A name with one Chinese character in it is a Chinese name.
    private static string? Name(string value)
    {
        if (value.Any(char.IsAsciiDigit))
            return "must not hold digits";
        return value.EnumerateRunes().Any(IsForeignLetter)
            ? AtMost(value, 10, "characters in Chinese")
            : AtMost(value, 20, "letters or symbols");
    }

    private static int DigitsOf(string value) => value.Count(char.IsAsciiDigit);

    private static bool IsLetterOrDigitOrSpace(Rune character) =>
        Rune.IsLetterOrDigit(character) || Rune.IsWhiteSpace(character) || character.Value == Zero;

    private static bool IsForeignLetter(Rune character) =>
        !character.IsAscii && (Rune.IsLetter(character) || character.Value == Zero);

    private static bool IsChinese(Rune character) =>
        Rune.GetUnicodeCategory(character) is UnicodeCategory.OtherLetter || character.Value == Zero;

    [GeneratedRegex(@"^[+-]?[0-9]+(\.[0-9]+)?$")]
    private static partial Regex Number();

    [GeneratedRegex("^[A-Za-z]{1,32}$")]
    private static partial Regex Letter();

    [GeneratedRegex(@"^[^\p{L}\p{N}\s]?[0-9]{1,10}(\.[0-9]+)?元?$")]
    private static partial Regex Amount();

    [GeneratedRegex(@"^(?=.{1,8}$)[\p{Lo}A-Za-z0-9][A-Za-z0-9]*[\p{Lo}A-Za-z0-9]?$")]
    private static partial Regex CarNumber();
}
