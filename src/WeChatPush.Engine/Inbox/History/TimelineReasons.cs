using System.Text.RegularExpressions;

namespace WeChatPush.Inbox;

/// <summary>
/// Reads the reason off a line of the timeline, which the stores keep as text. So the lines that earlier versions wrote
/// have theirs too. Texts of handlers, operators and WeChat have none.
/// </summary>
internal static partial class TimelineReasons
{
    private const string ApiLeftAlone = "(Not called: the API failed too often just now)";
    private const string DestinationLeftAlone = ": it failed too often just now and is left alone for a while";

    /// <summary>The reason; <see langword="null"/>: the line has none of the known ones.</summary>
    public static TimelineReason? Find(string what, string? detail) => what switch
    {
        "lease expired" => TimelineReason.LeaseExpired,
        "tried again" => TimelineReason.NotAcknowledged,
        "postponed" => FindFailure(detail ?? "") ?? TimelineReason.SendingStopped,
        "retry" => FindFailure(detail ?? ""),
        "dead" when detail is not null && GivenUp().IsMatch(detail) => TimelineReason.AttemptsExhausted,
        "dead" => FindFailure(detail ?? ""),
        "done" when detail is not null && ClosedWindow().IsMatch(detail) => TimelineReason.WindowClosed,
        _ => null,
    };

    private static TimelineReason? FindFailure(string detail)
    {
        if (detail is "no handler")
            return TimelineReason.NoHandler;
        if (detail is "the stored body cannot be read")
            return TimelineReason.UnreadableBody;
        if (detail.StartsWith("the store cannot be reached: ", StringComparison.Ordinal))
            return TimelineReason.StoreUnavailable;
        if (MissingApp().IsMatch(detail))
            return TimelineReason.AppNotConfigured;
        return detail.EndsWith(ApiLeftAlone, StringComparison.Ordinal)
            || detail.EndsWith(DestinationLeftAlone, StringComparison.Ordinal)
                ? TimelineReason.CircuitOpen
                : null;
    }

    [GeneratedRegex(
        @"^given up after \d+ attempts that ended without a word|\(attempt (?<last>\d+) of \k<last>\)$",
        RegexOptions.CultureInvariant)]
    private static partial Regex GivenUp();

    [GeneratedRegex(
        @"^WeChatPush:Apps:[^:]+ is no longer configured(; next attempt at \S+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex MissingApp();

    // The handler's name, and how each of its sends ended.
    [GeneratedRegex(@"(: |, )windowclosed(,|$)", RegexOptions.CultureInvariant)]
    private static partial Regex ClosedWindow();
}
