using System.Text.Json.Serialization;

namespace WeChatPush.Inbox;

/// <summary>A page of pushes. <see cref="Next"/> is <see langword="null"/> on the last.</summary>
public sealed record PushPage(IReadOnlyList<PushSummary> Items, string? Next)
{
    /// <summary>
    /// Back to which time of arrival was looked, where the search ended before the page was full: <see cref="Next"/> goes on
    /// from there. <see langword="null"/>: the page is as full as it can be.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? SearchedUntil { get; init; }
}
