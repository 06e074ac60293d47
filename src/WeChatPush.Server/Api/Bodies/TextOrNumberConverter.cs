using System.Text.Json;
using Microsoft.OpenApi;

namespace WeChatPush.Server.Api.Bodies;

/// <summary>Reads a text or a number; of a number every digit is kept.</summary>
internal sealed class TextOrNumberConverter : BodyValueConverter<TextOrNumber>
{
    /// <inheritdoc/>
    public override string Complaint => "must be a string or a number";

    /// <inheritdoc/>
    public override string Placeholder => "\"\"";

    /// <inheritdoc/>
    public override void Describe(OpenApiSchema schema) => schema.Type = JsonSchemaType.String | JsonSchemaType.Number;

    /// <inheritdoc/>
    protected override bool TryRead(JsonElement element, out TextOrNumber value)
    {
        var text = element.ValueKind switch
        {
            JsonValueKind.String => element.GetString(),
            JsonValueKind.Number => element.GetRawText(),
            _ => null,
        };
        value = new(text ?? "");
        return text is not null;
    }
}
