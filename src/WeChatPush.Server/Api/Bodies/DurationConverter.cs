using System.Globalization;
using System.Text.Json;
using Microsoft.OpenApi;

namespace WeChatPush.Server.Api.Bodies;

/// <summary>A time span as the configuration writes it: <c>00:05:00</c>, with days <c>3.00:00:00</c>.</summary>
internal sealed class DurationConverter : BodyValueConverter<TimeSpan>
{
    private static readonly string[] Formats = ["c", @"hh\:mm\:ss", @"d\.hh\:mm\:ss"];

    /// <inheritdoc/>
    public override string Complaint => "must be a time span such as 00:05:00 or 3.00:00:00 (days.hours:minutes:seconds)";

    /// <inheritdoc/>
    public override string Placeholder => "\"00:00:01\"";

    /// <inheritdoc/>
    public override void Describe(OpenApiSchema schema) => schema.Type = JsonSchemaType.String;

    /// <inheritdoc/>
    protected override bool TryRead(JsonElement element, out TimeSpan value)
    {
        value = default;
        return element.ValueKind is JsonValueKind.String
            && element.GetString() is { } text
            && text.Contains(':', StringComparison.Ordinal)
            && TimeSpan.TryParseExact(text, Formats, CultureInfo.InvariantCulture, out value);
    }
}
