using System.Text.Json.Serialization;

namespace WeChatPush.Server.Api.Credits;

/// <summary>When a credit expires: ISO 8601 with <c>Z</c> or an offset, or Unix seconds, as phones count.</summary>
/// <param name="At">The time.</param>
[JsonConverter(typeof(ExpiryTimeConverter))]
internal readonly record struct ExpiryTime(DateTimeOffset At);
