using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace WeChatPush.Protocol;

/// <summary>
/// Reads a clear or decrypted body. The format is what the first byte shows: WeChat has sent JSON as
/// <c>text/xml</c>, so Content-Type says nothing.
/// </summary>
public static class PushReader
{
    // Arrays of XML add levels that the document itself does not have: two for each of 64 at most.
    internal static readonly JsonDocumentOptions UnifiedOptions = new() { MaxDepth = 2 * XmlPushReader.MaxDepth };

    private static readonly PushMessage Nothing = new(default, default, JsonElement.Parse("{}"u8));

    /// <summary>
    /// Reads what routing and identity need, and checks the whole body on the way, in one pass that allocates
    /// nothing but the strings it gives back.
    /// </summary>
    public static ReadOutcome ReadHeader(ReadOnlySpan<byte> body, out PushHeader header)
    {
        header = default;
        var outcome = TrySniff(ref body, out var format);
        if (outcome != ReadOutcome.Ok)
            return outcome;

        if (!Utf8.IsValid(body))
            return ReadOutcome.Malformed;

        var fields = default(HeaderFields);
        outcome = format == PushFormat.Xml
            ? XmlHeader.Read(body, ref fields)
            : JsonHeader.Read(JsonRepair.Escape(body), ref fields);

        if (outcome == ReadOutcome.Ok)
            header = fields.ToHeader(format);

        return outcome;
    }

    /// <summary>Reads a push with all its fields. Without success the message is an empty one.</summary>
    /// <param name="body">
    /// The clear or decrypted body. The message refers to it, and reads what is asked of it only then, so it must not be reused.
    /// </param>
    /// <param name="message">The push.</param>
    public static ReadOutcome Read(ReadOnlyMemory<byte> body, out PushMessage message)
    {
        message = Nothing;
        var outcome = ReadHeader(body.Span, out var header);
        if (outcome == ReadOutcome.Ok)
            message = ReadFields(header, body);

        return outcome;
    }

    /// <summary>Reads all fields of a body whose header was read with success.</summary>
    internal static PushMessage ReadFields(in PushHeader header, ReadOnlyMemory<byte> body) =>
        new(header, body);

    /// <summary>The unified form of a body whose header was read with success.</summary>
    internal static JsonElement Unify(ReadOnlySpan<byte> body, in PushHeader header)
    {
        TrySniff(ref body, out _);
        if (header.Format == PushFormat.Json)
            body = JsonRepair.Escape(body);

        var output = new ArrayBufferWriter<byte>(body.Length);
        using (var writer = new Utf8JsonWriter(output, WeChatJson.WriterOptions))
        {
            if (header.Format == PushFormat.Xml)
                XmlUnifier.Write(writer, body, header);
            else
                JsonUnifier.Write(writer, body, header);
        }

        return SubscribeWrapper.Lift(JsonElement.Parse(output.WrittenSpan, UnifiedOptions), header.Event);
    }

    /// <summary>Finds the format from the first significant byte, and drops the bytes before it.</summary>
    internal static ReadOutcome TrySniff(ref ReadOnlySpan<byte> body, out PushFormat format)
    {
        format = default;
        body = body[Blank.LengthAtStart(body)..];
        if (body.IsEmpty)
            return ReadOutcome.Empty;

        format = body[0] == '<' ? PushFormat.Xml : PushFormat.Json;
        return body[0] is (byte)'<' or (byte)'{' ? ReadOutcome.Ok : ReadOutcome.NotXmlOrJson;
    }
}
