using System.Text.Json;
using System.Text.Json.Serialization;
using WeChatPush.Sending;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Health;

/// <summary>The answer of a health endpoint. Without an admin key there are no checks in it.</summary>
internal sealed record HealthView(string Status, IReadOnlyDictionary<string, HealthCheckView>? Checks)
{
    /// <summary>The sends that are held back; with an admin key only.</summary>
    public IReadOnlyList<HealthStopView>? Stops { get; init; }
}

/// <summary>One check.</summary>
internal sealed record HealthCheckView(string Status, string? Description);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UtcTimeConverter), typeof(StopReasonConverter)])]
[JsonSerializable(typeof(HealthView))]
internal sealed partial class HealthJson : JsonSerializerContext;

/// <summary>The reasons of stops as the API writes them.</summary>
internal sealed class StopReasonConverter()
    : JsonStringEnumConverter<SendStopReason>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
