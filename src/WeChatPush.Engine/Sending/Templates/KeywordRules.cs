using System.Text.RegularExpressions;

namespace WeChatPush.Sending;

/// <summary>
/// What WeChat allows as the value of a keyword of a subscribe message (page 发送订阅消息, 订阅消息参数值内容限制说明). A
/// value that breaks its rule is refused there with 47003; here it is refused before a call is spent on it. Where the
/// page leaves room, the rule here is the wider one: what is let through, WeChat judges.
/// </summary>
internal static partial class KeywordRules
{
    private static readonly Dictionary<string, Func<string, string?>> Rules = new(StringComparer.Ordinal)
    {
        ["thing"] = value => AtMost(value, 20, "characters"),
        ["number"] = value => DigitsOf(value) > 32 || !Number().IsMatch(value)
            ? "must be a number of at most 32 digits, with or without decimals" : null,
        ["letter"] = value => Letter().IsMatch(value) ? null : "must be at most 32 letters (A to Z)",
        ["symbol"] = value => value.Length > 5 || value.Any(IsLetterOrDigitOrSpace)
            ? "must be at most 5 symbols" : null,
        ["character_string"] = value => value.Length > 32 || value.Any(IsForeignLetter)
            ? "must be at most 32 digits, letters (A to Z) or symbols" : null,
        ["time"] = value => KeywordTimes.IsTime(value)
            ? null : "must be a time of 24 hours such as 15:01 or 2019年10月1日 15:01, or two with ~ between them",
        ["date"] = value => KeywordTimes.IsDate(value)
            ? null : "must be a date such as 2019年10月1日 or 2019-10-01 15:01, or two with ~ between them",
        ["amount"] = value => Amount().IsMatch(value)
            ? null : "must be at most one currency symbol and 10 digits, with or without decimals and 元",
        ["phone_number"] = value => value.Length > 17 || value.Any(char.IsLetter)
            ? "must be at most 17 digits or symbols" : null,
        ["car_number"] = value => CarNumber().IsMatch(value)
            ? null : "must be at most 8 letters or digits; the first and the last may be Chinese",
        ["name"] = Name,
        ["phrase"] = value => Phrase().IsMatch(value) ? null : "must be at most 5 Chinese characters",
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
        value.Length > limit ? $"must have at most {limit} {what}, and has {value.Length}" : null;

    // A name with one Chinese character in it is a Chinese name.
    private static string? Name(string value)
    {
        if (value.Any(char.IsAsciiDigit))
            return "must not hold digits";
        return value.Any(IsForeignLetter)
            ? AtMost(value, 10, "characters in Chinese")
            : AtMost(value, 20, "letters or symbols");
    }

    private static int DigitsOf(string value) => value.Count(char.IsAsciiDigit);

    private static bool IsLetterOrDigitOrSpace(char character) =>
        char.IsLetterOrDigit(character) || char.IsWhiteSpace(character);

    private static bool IsForeignLetter(char character) => character > '\x7f' && char.IsLetter(character);

    [GeneratedRegex(@"^[+-]?[0-9]+(\.[0-9]+)?$")]
    private static partial Regex Number();

    [GeneratedRegex("^[A-Za-z]{1,32}$")]
    private static partial Regex Letter();

    [GeneratedRegex(@"^[^\p{L}\p{N}\s]?[0-9]{1,10}(\.[0-9]+)?元?$")]
    private static partial Regex Amount();

    [GeneratedRegex(@"^(?=.{1,8}$)[\p{Lo}A-Za-z0-9][A-Za-z0-9]*[\p{Lo}A-Za-z0-9]?$")]
    private static partial Regex CarNumber();

    [GeneratedRegex(@"^[\p{Lo}\p{Cs}]{1,5}$")]
    private static partial Regex Phrase();
}
