using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace WeChatPush.Apps;

/// <summary>
/// A stored app as it is written: the settings that were given, in the form of chapter "configuration" with names in camelCase,
/// and what happened to them. What was not given is not there, so that a later default counts.
/// </summary>
internal sealed record AppDocument
{
    /// <summary>The settings, secrets included.</summary>
    public required JsonObject Settings { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The secrets that are being exchanged: since when, and when the old value was last used.</summary>
    public IReadOnlyDictionary<string, SecretRotation> Rotations { get; init; } = new Dictionary<string, SecretRotation>(StringComparer.Ordinal);

    /// <summary>Earlier rules, the newest first.</summary>
    public IReadOnlyList<RuleVersion> History { get; init; } = [];

    /// <summary>The document as bytes; they hold secrets.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, AppJson.Default.AppDocument);

    /// <summary>Reads a document.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static AppDocument Read(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize(bytes, AppJson.Default.AppDocument) ?? throw new JsonException("It is null.");

    /// <summary>The settings as the engine uses them.</summary>
    /// <exception cref="JsonException">A member is of another type.</exception>
    public AppOptions ToOptions() => Settings.Deserialize(AppJson.Default.AppOptions) ?? throw new JsonException("The settings are null.");

    /// <summary>Empty: it holds secrets.</summary>
    public override string ToString() => "(app)";
}

/// <summary>A secret that is being exchanged.</summary>
/// <param name="Since">Since when both values are live.</param>
/// <param name="UsedAt">When the old value was last seen to be used, to a day; <see langword="null"/>: not since.</param>
internal sealed record SecretRotation(DateTimeOffset Since, DateTimeOffset? UsedAt);

/// <summary>Rules that were in force before.</summary>
/// <param name="Until">When others took their place.</param>
/// <param name="Rules">The rules, secrets included.</param>
internal sealed record RuleVersion(DateTimeOffset Until, JsonArray Rules);

/// <summary>How stored apps are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(AppDocument))]
[JsonSerializable(typeof(AppOptions))]
internal sealed partial class AppJson : JsonSerializerContext;
