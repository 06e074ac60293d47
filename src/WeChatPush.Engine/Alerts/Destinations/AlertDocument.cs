using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeChatPush.Alerts;

/// <summary>The stored destinations as they are written. Members may be added; what is there keeps its meaning.</summary>
internal sealed record AlertDocument
{
    /// <summary>The destinations, addresses and secrets included, in the form of the configuration.</summary>
    public IReadOnlyList<AlertOptions> Items { get; init; } = [];

    /// <summary>Writes destinations; the bytes hold secrets.</summary>
    public static byte[] Write(IEnumerable<AlertOptions> items) =>
        JsonSerializer.SerializeToUtf8Bytes(new AlertDocument { Items = [.. items] }, AlertJson.Default.AlertDocument);

    /// <summary>Reads them.</summary>
    /// <exception cref="JsonException">They are none, or of a kind that this version does not know.</exception>
    public static IReadOnlyList<AlertDestination> Read(ReadOnlySpan<byte> bytes)
    {
        var document = JsonSerializer.Deserialize(bytes, AlertJson.Default.AlertDocument) ?? throw new JsonException("It is null.");
        var errors = new List<string>();
        AlertOptionsValidator.Validate([.. document.Items], new("items", errors));
        return errors is [var error, ..]
            ? throw new JsonException(error)
            : [.. document.Items.Select((item, i) => AlertDestination.From(item, i, isStored: true))];
    }

    /// <summary>Empty: it holds secrets.</summary>
    public override string ToString() => "(alerts)";
}

/// <summary>How destinations are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(AlertDocument))]
internal sealed partial class AlertJson : JsonSerializerContext;
