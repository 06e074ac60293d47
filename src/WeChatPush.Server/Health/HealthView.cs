using System.Text.Json.Serialization;

namespace WeChatPush.Server.Health;

/// <summary>The answer of a health endpoint. Without an admin key there are no checks in it.</summary>
internal sealed record HealthView(string Status, IReadOnlyDictionary<string, HealthCheckView>? Checks);

/// <summary>One check.</summary>
internal sealed record HealthCheckView(string Status, string? Description);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HealthView))]
internal sealed partial class HealthJson : JsonSerializerContext;
