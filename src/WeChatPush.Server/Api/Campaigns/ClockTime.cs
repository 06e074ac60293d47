using System.Text.Json.Serialization;

namespace WeChatPush.Server.Api.Campaigns;

/// <summary>A time of the day in hours and minutes, such as <c>22:00</c>.</summary>
/// <param name="Time">The time.</param>
[JsonConverter(typeof(ClockTimeConverter))]
internal readonly record struct ClockTime(TimeOnly Time);
