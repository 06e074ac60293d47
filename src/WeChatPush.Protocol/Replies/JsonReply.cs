using System.Buffers;
using System.Text.Json;

namespace WeChatPush.Protocol;

/// <summary>Writes a reply as one JSON object in real UTF-8.</summary>
internal static class JsonReply
{
    public static byte[] Write(Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WeChatJson.WriterOptions))
        {
            writer.WriteStartObject();
            fields(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
