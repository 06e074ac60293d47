using System.Globalization;
using WeChatPush.Apps;

namespace WeChatPush.Receiving;

/// <summary>
/// How old a signed push may be. What was signed before the deduplication window can no longer be told from a replay: if it
/// was handled then, its identity is forgotten by now.
/// </summary>
internal static class PushAge
{
    /// <summary>Whether a push with this timestamp is taken, given the window of its kind.</summary>
    public static bool IsFresh(App app, long signedAt, TimeSpan window, DateTimeOffset now)
    {
        var tolerance = app.Channel.TimestampTolerance;
        return IsWithin(now, signedAt, Shorter(window, tolerance), Shorter(DeduplicationOptions.ClockTolerance, tolerance));
    }

    /// <summary>Whether a timestamp is near enough to the clock.</summary>
    public static bool IsWithin(DateTimeOffset now, long signedAt, TimeSpan behind, TimeSpan ahead)
    {
        var age = now.ToUnixTimeSeconds() - (double)signedAt;
        return age <= behind.TotalSeconds && -age <= ahead.TotalSeconds;
    }

    /// <summary>Reads Unix seconds: digits and nothing else.</summary>
    public static bool TryRead(ReadOnlySpan<char> timestamp, out long signedAt) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out signedAt);

    private static TimeSpan Shorter(TimeSpan one, TimeSpan? other) => other < one ? other.Value : one;
}
