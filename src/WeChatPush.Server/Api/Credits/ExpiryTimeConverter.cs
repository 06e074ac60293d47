using System.Text.Json;
using Microsoft.OpenApi;
using WeChatPush.Server.Api.Bodies;

namespace WeChatPush.Server.Api.Credits;

/// <summary>Reads the time at which a credit expires.</summary>
internal sealed class ExpiryTimeConverter : BodyValueConverter<ExpiryTime>
{
    private static readonly long Last = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <inheritdoc/>
    public override string Complaint => $"{IsoTime.Complaint}, or in Unix seconds";

    /// <inheritdoc/>
    public override string Placeholder => "0";

    /// <inheritdoc/>
    public override void Describe(OpenApiSchema schema) =>
        (schema.Type, schema.Description) =
        (JsonSchemaType.String | JsonSchemaType.Integer, "ISO 8601 with Z or an offset, or Unix seconds.");

    /// <inheritdoc/>
    protected override bool TryRead(JsonElement element, out ExpiryTime value)
    {
        value = default;
        if (element.ValueKind is JsonValueKind.Number)
        {
            if (!element.TryGetInt64(out var seconds) || seconds < 0 || seconds > Last)
                return false;
            value = new(DateTimeOffset.FromUnixTimeSeconds(seconds));
            return true;
        }

        if (element.ValueKind is not JsonValueKind.String || !IsoTime.TryParse(element.GetString()!, out var time))
            return false;
        value = new(time);
        return true;
    }
}
