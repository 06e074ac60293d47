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

    /// <summary>A plan; <see langword="null"/>: this version cannot read it.</summary>
    public static CampaignPlan? TryReadPlan(string json)
    {
        try
        {
            var plan = JsonSerializer.Deserialize(json, Default.CampaignPlan);
            return plan is { Name: not null, TemplateId: not null, Data: not null, Limits: not null }
                && Enum.IsDefined(plan.Kind) && Enum.IsDefined(plan.Audience) ? plan : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What stands for a plan that cannot be read: its campaign is listed, and sends nothing.</summary>
    public static CampaignPlan Unreadable { get; } = new()
    {
        Name = "(unreadable)", TemplateId = "", Data = new Dictionary<string, string>(), Rate = 1, DryRun = true,
        Audience = WeChatPush.Campaigns.CampaignAudience.List,
    };

    /// <summary>A recipient's values; <see langword="null"/>: none.</summary>
    public static string? Write(IReadOnlyDictionary<string, string>? values) =>
        values is { Count: > 0 } ? JsonSerializer.Serialize(values, Default.IReadOnlyDictionaryStringString) : null;

    /// <summary>False: they are no text that <see cref="Write(IReadOnlyDictionary{string, string}?)"/> made.</summary>
    public static bool TryReadValues(string? json, out IReadOnlyDictionary<string, string>? values)
    {
        values = null;
        if (json is null)
            return true;
        try
        {
            values = JsonSerializer.Deserialize(json, Default.IReadOnlyDictionaryStringString);
            return values is not null && values.Values.All(value => value is not null);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
