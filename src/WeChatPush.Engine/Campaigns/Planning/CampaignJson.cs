using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeChatPush.Campaigns;

/// <summary>How plans and values are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CampaignPlan))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class CampaignJson : JsonSerializerContext
{
    public static string Write(CampaignPlan plan) => JsonSerializer.Serialize(plan, Default.CampaignPlan);

    public static CampaignPlan ReadPlan(string json) => JsonSerializer.Deserialize(json, Default.CampaignPlan)!;

    /// <summary>A recipient's values; <see langword="null"/>: none.</summary>
    public static string? Write(IReadOnlyDictionary<string, string>? values) =>
        values is { Count: > 0 } ? JsonSerializer.Serialize(values, Default.IReadOnlyDictionaryStringString) : null;

    public static IReadOnlyDictionary<string, string>? ReadValues(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, Default.IReadOnlyDictionaryStringString);
}
