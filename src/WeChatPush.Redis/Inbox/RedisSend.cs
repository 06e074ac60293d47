using System.Globalization;
using StackExchange.Redis;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Redis.Connection;

namespace WeChatPush.Redis.Inbox;

/// <summary>A send as the journal keeps it; <c>begin_send.lua</c> describes it.</summary>
internal static class RedisSend
{
    /// <summary>The detail of a send whose end is not known.</summary>
    public const string Interrupted = "the attempt ended before the answer was known";

    private const string Unknown = "-";
    private const string Unreadable = "unreadable";

    /// <summary>How a send ended, without its API and errmsg.</summary>
    public static RedisValue Ended(SendRecord record) => string.Create(
        CultureInfo.InvariantCulture,
        $"{record.At.ToUnixTimeMilliseconds()} {(int)record.Outcome} {record.ErrCode?.ToString(CultureInfo.InvariantCulture) ?? Unknown} {(long)record.Duration.TotalMilliseconds}");

    /// <summary>A send as the list of a push shows it.</summary>
    public static SendEntry ReadEntry(string text)
    {
        var (head, errMsg) = Cut(text, '\n');
        var parts = head.Split(' ', 6);
        // What cannot be read may have been sent.
        if (parts.Length < 6)
            return new SendEntry(DateTimeOffset.UnixEpoch, "", SendOutcome.Uncertain, null, Unreadable, null);
        return new SendEntry(
            StoredNumbers.ToTime(((RedisValue)parts[1]).ToLong()),
            parts[5],
            parts[2] == Unknown ? null : ((RedisValue)parts[2]).ToWord<SendOutcome>() ?? SendOutcome.Uncertain,
            Number(parts[3]),
            errMsg,
            Number(parts[4]));
    }

    /// <summary>A send as the next attempt sees it: without an end, it is uncertain.</summary>
    public static SendRecord ReadRecord(string text)
    {
        var entry = ReadEntry(text);
        return new SendRecord(
            entry.Api,
            entry.At,
            entry.Outcome ?? SendOutcome.Uncertain,
            entry.ErrCode,
            entry.ErrMsg ?? (entry.Outcome is null ? Interrupted : null),
            TimeSpan.FromMilliseconds(entry.DurationMs ?? 0));
    }

    /// <summary>A line of the timeline: <c>&lt;at&gt; &lt;what&gt;</c> and, if there is one, the detail below it.</summary>
    public static TimelineEntry ReadLine(string text)
    {
        var (head, detail) = Cut(text, '\n');
        var (at, what) = Cut(head, ' ');
        return new TimelineEntry(
            StoredNumbers.ToTime(((RedisValue)at).ToLong()), what ?? "", detail);
    }

    private static int? Number(string text) => text == Unknown ? null : ((RedisValue)text).ToInt();

    private static (string Head, string? Below) Cut(string text, char at) =>
        text.IndexOf(at) is var i and >= 0 ? (text[..i], text[(i + 1)..]) : (text, null);
}
