using System.Globalization;
using System.Text.Json;
using Microsoft.OpenApi;
using WeChatPush.Server.Api.Bodies;

namespace WeChatPush.Server.Api.Campaigns;

/// <summary>Reads a time of the day.</summary>
internal sealed class ClockTimeConverter : BodyValueConverter<ClockTime>
{
    /// <inheritdoc/>
    public override string Complaint => "must be a time of the day such as 22:00";

    /// <inheritdoc/>
    public override string Placeholder => "\"00:00\"";

    /// <inheritdoc/>
    public override void Describe(OpenApiSchema schema) =>
        (schema.Type, schema.Pattern, schema.Description) =
        (JsonSchemaType.String, "^([01][0-9]|2[0-3]):[0-5][0-9]$", "A time of the day, such as 22:00.");

    /// <inheritdoc/>
    protected override bool TryRead(JsonElement element, out ClockTime value)
    {
        var time = default(TimeOnly);
        var isTime = element.ValueKind is JsonValueKind.String && TimeOnly.TryParseExact(
            element.GetString(), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
        value = new(time);
        return isTime;
    }
}
