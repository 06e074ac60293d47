using System.Globalization;
using System.Text.RegularExpressions;

namespace WeChatPush.Sending;

/// <summary>The dates and times that a keyword of a subscribe message may hold, and spans of them.</summary>
internal static partial class KeywordTimes
{
    private const string Day = "(?<day>[0-9]{1,2})";
    private const string Month = "(?<month>[0-9]{1,2})";
    private const string Year = "(?<year>[0-9]{4})";

    // With a year and a month, a month and a day, or all three.
    private const string Chinese = $"({Year}年{Month}月({Day}日)?|{Month}月{Day}日)";
    private const string Joined = $"({Year}(?<sign>[-/.]){Month}(\\k<sign>{Day})?|{Month}[-/.]{Day})";
    private const string Date = $"({Chinese}|{Joined})";
    private const string Time = "(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})(:(?<second>[0-9]{2}))?";

    /// <summary>A time, with or without a date; the end of a span may leave out what its beginning has.</summary>
    public static bool IsTime(string value) => EachIs(value, match => match.Groups["hour"].Success);

    /// <summary>A date, with or without a time.</summary>
    public static bool IsDate(string value) => EachIs(value, match => match.Groups["month"].Success);

    /// <summary>Whether fractions of a second are what is too much.</summary>
    public static bool HasFraction(string value) => Fraction().IsMatch(value);

    private static bool EachIs(string value, Func<Match, bool> isComplete)
    {
        var moments = value.Split('~').Select(part => Moment().Match(part.Trim())).ToList();
        return moments.Count <= 2
            && isComplete(moments[0])
            && moments.TrueForAll(moment => moment.Success && IsReal(moment));
    }

    private static bool IsReal(Match match)
    {
        return Within("month", 1, 12) && Within("day", 1, 31) && Within("hour", 0, 24)
            && Within("minute", 0, 59) && Within("second", 0, 59);

        bool Within(string name, int least, int most) =>
            !match.Groups[name].Success
            || (int.Parse(match.Groups[name].ValueSpan, CultureInfo.InvariantCulture) is var number
                && number >= least && number <= most);
    }

    // As a time is written that was never formatted: 2020-01-18 16:18:49.0.
    [GeneratedRegex(@":[0-9]{2}\.[0-9]+\s*(~|$)", RegexOptions.ExplicitCapture)]
    private static partial Regex Fraction();

    [GeneratedRegex($"^({Date}(\\s*(?=[0-9])|$))?({Time})?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Moment();
}
