namespace WeChatPush.Feed;

/// <summary>What a watcher keeps: how far it has read, and when that was.</summary>
/// <param name="Position">How far.</param>
/// <param name="Seconds">When, in Unix seconds.</param>
internal readonly record struct FeedBookmark(FeedPosition Position, long Seconds)
{
    /// <summary>As one word.</summary>
    public override string ToString() => $"{Position.Feed}.{Position.Number}.{Seconds}";

    /// <summary>Reads what <see cref="ToString"/> wrote; <see langword="null"/>: it is none.</summary>
    public static FeedBookmark? Parse(string? text) =>
        text?.Split('.') is [{ Length: > 0 } feed, var number, var seconds]
        && long.TryParse(number, out var last) && last >= 0 && long.TryParse(seconds, out var at)
            ? new(new(feed, last), at)
            : null;
}
