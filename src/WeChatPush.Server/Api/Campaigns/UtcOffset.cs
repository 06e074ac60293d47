using System.Text.Json.Serialization;

namespace WeChatPush.Server.Api.Campaigns;

/// <summary>The distance of a clock from UTC in hours and minutes, such as <c>+08:00</c>.</summary>
/// <param name="Offset">The distance; east is positive.</param>
[JsonConverter(typeof(UtcOffsetConverter))]
internal readonly record struct UtcOffset(TimeSpan Offset);
