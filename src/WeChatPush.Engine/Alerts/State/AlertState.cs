using System.Text.Json;
using System.Text.Json.Serialization;
using WeChatPush.Telemetry;

namespace WeChatPush.Alerts;

/// <summary>
/// What was found and what was said, so that a restart says nothing twice and instances say it once. Names of apps, times and
/// counts: nothing of a user, and no secret.
/// </summary>
internal sealed class AlertState
{
    /// <summary>Who is sending at the moment.</summary>
    public AlertClaim? Claim { get; set; }

    /// <summary>By the word of the kind, so that one of a later version stays.</summary>
    public Dictionary<string, AlertGroup> Groups { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Whether there is nothing in it.</summary>
    [JsonIgnore]
    public bool IsEmpty => Groups.Count == 0 && Claim is null;

    /// <summary>The group of a kind, if there is one.</summary>
    public AlertGroup? Find(AlertKind kind) => Groups.GetValueOrDefault(EnumNames<AlertKind>.Get(kind));

    /// <summary>The state as bytes.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, AlertStateJson.Default.AlertState);

    /// <summary>Reads a state. One that cannot be read is an empty one: at worst something is said twice.</summary>
    public static AlertState Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, AlertStateJson.Default.AlertState) ?? new();
        }
        catch (JsonException)
        {
            return new();
        }
    }
}

/// <summary>The right to send, until it ends by itself.</summary>
/// <param name="By">The instance.</param>
/// <param name="Until">When another one may take it.</param>
internal sealed record AlertClaim(string By, DateTimeOffset Until);

/// <summary>All alerts of a kind.</summary>
internal sealed class AlertGroup
{
    /// <summary>When a message said that something is wrong, the last time.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>When a message said that something is over, the last time.</summary>
    public DateTimeOffset? OverSentAt { get; set; }

    /// <summary>By app.</summary>
    public Dictionary<string, OpenAlert> Apps { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>An alert of one app.</summary>
internal sealed class OpenAlert
{
    /// <summary>Since when.</summary>
    public DateTimeOffset Since { get; set; }

    /// <summary>When it was found last, as exactly as <see cref="AlertRules"/> writes that down.</summary>
    public DateTimeOffset SeenAt { get; set; }

    /// <summary>When it was found to be over.</summary>
    public DateTimeOffset? OverAt { get; set; }

    /// <summary>Whether a message has said it.</summary>
    public bool Told { get; set; }

    /// <inheritdoc cref="AlertMessage.Count"/>
    public long? Count { get; set; }

    /// <inheritdoc cref="AlertMessage.Detail"/>
    public string? Detail { get; set; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AlertState))]
internal sealed partial class AlertStateJson : JsonSerializerContext;
