using System.Text.Json;
using Microsoft.OpenApi;

namespace WeChatPush.Server.Api.Bodies;

/// <summary>A point in time, in ISO 8601 with <c>Z</c> or an offset.</summary>
internal sealed class TimeConverter : BodyValueConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override string Complaint => IsoTime.Complaint;

    /// <inheritdoc/>
    public override string Placeholder => "\"1970-01-01T00:00Z\"";

    /// <inheritdoc/>
    public override void Describe(OpenApiSchema schema) => (schema.Type, schema.Format) = (JsonSchemaType.String, "date-time");

    /// <inheritdoc/>
    protected override bool TryRead(JsonElement element, out DateTimeOffset value)
    {
        value = default;
        return element.ValueKind is JsonValueKind.String && IsoTime.TryParse(element.GetString()!, out value);
    }
}
