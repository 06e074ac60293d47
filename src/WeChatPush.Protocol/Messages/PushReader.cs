using System.Text.Unicode;

namespace WeChatPush.Protocol;

/// <summary>
/// Reads a clear or decrypted body. The format is what the first byte shows: WeChat has sent JSON as
/// <c>text/xml</c>, so Content-Type says nothing.
/// </summary>
public static class PushReader
{
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
            : JsonHeader.Read(body, ref fields);

        if (outcome == ReadOutcome.Ok)
            header = fields.ToHeader(format);

        return outcome;
    }

    /// <summary>Tells the format by the first byte that means anything, and drops the bytes before it.</summary>
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
