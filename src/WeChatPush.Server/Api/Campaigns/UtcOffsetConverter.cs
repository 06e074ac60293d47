using System.Globalization;
using System.Text.Json;
using Microsoft.OpenApi;
using WeChatPush.Server.Api.Bodies;

namespace WeChatPush.Server.Api.Campaigns;

/// <summary>Reads the distance of a clock from UTC.</summary>
internal sealed class UtcOffsetConverter : BodyValueConverter<UtcOffset>
{
    /// <inheritdoc/>
    public override string Complaint => "must be an offset such as +08:00";

    /// <inheritdoc/>
    public override string Placeholder => "\"+00:00\"";

    /// <inheritdoc/>
    public override void Describe(OpenApiSchema schema) =>
        (schema.Type, schema.Pattern, schema.Description) =
        (JsonSchemaType.String, "^[+-][0-9]{2}:[0-9]{2}$", "Hours and minutes from UTC, such as +08:00.");

    /// <inheritdoc/>
    protected override bool TryRead(JsonElement element, out UtcOffset value)
    {
        value = default;
        if (element.ValueKind is not JsonValueKind.String
            || element.GetString() is not ['+' or '-', .. var clock] text
            || !TimeSpan.TryParseExact(clock, @"hh\:mm", CultureInfo.InvariantCulture, out var offset))
            return false;
        value = new(text[0] is '-' ? -offset : offset);
        return true;
    }
}
