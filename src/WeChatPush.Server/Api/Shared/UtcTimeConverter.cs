using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WeChatPush.Server.Api.Shared;

/// <summary>
/// Times as <c>2026-05-01T08:00:00.125Z</c>: what the API answers can be pasted into the query of the next request, where
/// the <c>+</c> of <c>+00:00</c> would be a blank.
/// </summary>
internal sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture));
}
