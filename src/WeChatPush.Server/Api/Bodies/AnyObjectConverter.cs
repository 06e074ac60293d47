using System.Text.Json;
using Microsoft.OpenApi;

namespace WeChatPush.Server.Api.Bodies;

/// <summary>Reads an object as it stands.</summary>
internal sealed class AnyObjectConverter : BodyValueConverter<AnyObject>
{
    /// <inheritdoc/>
    public override string Complaint => "must be an object of valid Unicode";

    /// <inheritdoc/>
    public override string Placeholder => "{}";

    /// <inheritdoc/>
    public override void Describe(OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.Object;
        schema.AdditionalPropertiesAllowed = true;
    }

    /// <inheritdoc/>
    protected override bool TryRead(JsonElement element, out AnyObject value)
    {
        var isObject = element.ValueKind is JsonValueKind.Object && IsUnicode(element);
        value = isObject ? new(element.Clone()) : default;
        return isObject;
    }

    // A document is 64 levels deep at most.
    private static bool IsUnicode(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().All(member => BodyValues.NameOf(member) is not null && IsUnicode(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().All(IsUnicode),
        _ => BodyValues.IsUnicode(element),
    };
}
