using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Bodies;

/// <summary>
/// One word of an enumeration, exactly as the API writes it. The framework's own converter would also take numbers, other
/// case, and several words at once.
/// </summary>
internal sealed class WordConverter<T> : BodyValueConverter<T>
    where T : struct, Enum
{
    private static readonly string[] Words = [.. QueryReader.Words<T>()];

    /// <inheritdoc/>
    public override string Complaint => $"must be {string.Join(" or ", Words)}";

    /// <inheritdoc/>
    public override string Placeholder => $"\"{Words[0]}\"";

    /// <inheritdoc/>
    public override void Describe(OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.String;
        schema.Enum = [.. Words.Select(word => (JsonNode)word)];
    }

    /// <inheritdoc/>
    protected override bool TryRead(JsonElement element, out T value)
    {
        var index = element.ValueKind is JsonValueKind.String ? Array.IndexOf(Words, element.GetString()) : -1;
        value = index < 0 ? default : Enum.GetValues<T>()[index];
        return index >= 0;
    }
}
