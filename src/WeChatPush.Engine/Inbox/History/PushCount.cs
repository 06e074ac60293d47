using System.Text.Json.Serialization;

namespace WeChatPush.Inbox;

/// <summary>How many pushes match a filter.</summary>
/// <param name="Count">How many were found.</param>
/// <param name="SearchedUntil">
/// Back to which time of arrival was counted, where counting took too long; <see langword="null"/>: all were.
/// </param>
public sealed record PushCount(
    int Count,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? SearchedUntil);
