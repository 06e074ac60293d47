using System.Text.Json;
using Microsoft.OpenApi;
using WeChatPush.Server.Api.Bodies;

namespace WeChatPush.Server.Api.Credits;

/// <summary>
/// Reads what a pop-up says of a template. Its result is passed on as WeChat gives it, so a value of any type is read:
/// beside the templates it has <c>errMsg</c>, and whatever WeChat adds in time.
/// </summary>
internal sealed class PopUpAnswerConverter : BodyValueConverter<PopUpAnswer>
{
    /// <inheritdoc/>
    public override string Complaint => "must be what the user answered, such as accept";

    /// <inheritdoc/>
    public override string Placeholder => "\"\"";

    /// <inheritdoc/>
    public override void Describe(OpenApiSchema schema) =>
        (schema.Type, schema.Description) =
        (JsonSchemaType.String, "accept, acceptWithAudio and acceptWithAlert count; anything else is passed over.");

    /// <inheritdoc/>
    protected override bool TryRead(JsonElement element, out PopUpAnswer value)
    {
        value = new(element.ValueKind is JsonValueKind.String ? element.GetString() : null);
        return true;
    }
}
