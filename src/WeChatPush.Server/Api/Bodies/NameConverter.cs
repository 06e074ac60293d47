using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace WeChatPush.Server.Api.Bodies;

/// <summary>One word of an enumeration as the configuration writes it, such as <c>CloudFunction</c>, ignoring case.</summary>
internal sealed class NameConverter<T> : BodyValueConverter<T>
    where T : struct, Enum
{
    private static readonly string[] Names = Enum.GetNames<T>();

    /// <inheritdoc/>
    public override string Complaint => $"must be {string.Join(" or ", Names)}";

    /// <inheritdoc/>
    public override string Placeholder => $"\"{Names[0]}\"";

    /// <inheritdoc/>
    public override void Describe(OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.String;
        schema.Enum = [.. Names.Select(name => (JsonNode)name)];
    }

    /// <inheritdoc/>
    protected override bool TryRead(JsonElement element, out T value)
    {
        var index = element.ValueKind is JsonValueKind.String
            ? Array.FindIndex(Names, name => name.Equals(element.GetString(), StringComparison.OrdinalIgnoreCase))
            : -1;
        value = index < 0 ? default : Enum.GetValues<T>()[index];
        return index >= 0;
    }
}
