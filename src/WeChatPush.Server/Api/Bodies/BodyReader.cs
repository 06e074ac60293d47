using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace WeChatPush.Server.Api.Bodies;

/// <summary>Reads JSON as one of the types of <see cref="RequestJson"/>.</summary>
internal static class BodyReader<T>
{
    // Names and texts go from one buffer to the other: there is no page that they could break out of.
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static JsonTypeInfo<T> Type => (JsonTypeInfo<T>)RequestJson.Default.Options.GetTypeInfo(typeof(T));

    /// <summary>Reads a whole body.</summary>
    public static Body<T> Read(ReadOnlyMemory<byte> body)
    {
        var errors = new BodyErrors();
        try
        {
            using var document = JsonDocument.Parse(body);
            return new(Read(document.RootElement, "", errors), errors);
        }
        catch (JsonException)
        {
            errors.Add(BodyErrors.Whole, $"is not JSON; it {BodyMembers.Expected(Type)}");
            return new(Read(JsonElement.Parse("{}"u8), "", new()), errors);
        }
    }

    /// <summary>Reads one value of a body; what is wrong with it is noted.</summary>
    public static T Read(JsonElement value, string path, BodyErrors errors)
    {
        var right = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(right, Writing))
            new BodyWalk(errors, writer).WriteRequired(value, Type, path);
        return JsonSerializer.Deserialize(right.WrittenSpan, Type)!;
    }
}
