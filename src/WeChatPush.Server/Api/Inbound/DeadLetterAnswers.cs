using System.Text.Json.Serialization;
using WeChatPush.Inbox;

namespace WeChatPush.Server.Api.Inbound;

/// <summary>Dead letters by their reason.</summary>
/// <param name="Items">The groups, the largest first.</param>
/// <param name="Next">Always null: the list has one page.</param>
internal sealed record DeadLetterGroupList(IReadOnlyList<DeadLetterGroup> Items, string? Next)
{
    /// <summary>How many smaller groups the limit left out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Left { get; init; }

    /// <summary>When the last push arrived that was looked at, from the newest on, if there are more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? SearchedUntil { get; init; }
}

/// <summary>How many dead letters are meant.</summary>
/// <param name="Count">Among those that were looked at.</param>
internal sealed record DeadLetterCountView(int Count)
{
    /// <summary>When the last push arrived that was looked at, from the oldest on, if there are more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? SearchedUntil { get; init; }
}
