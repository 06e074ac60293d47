using System.Buffers;
using System.Text.Json;
using WeChatPush.Protocol;

namespace WeChatPush.Server.Admin;

/// <summary>
/// Masks what users wrote. Whatever is not known to be no text of theirs is masked: numbers, too, for in XML they are texts, and
/// where a user is may be one. Names of members, true, false and null stay.
/// </summary>
internal static class PayloadMask
{
    /// <summary>What stands in the place of a masked value.</summary>
    public const string Text = "•••";

    // WeChat's own ids and words. Not MediaId, PicUrl and the like, which lead to what the user sent.
    private static readonly HashSet<string> Clear = new(StringComparer.OrdinalIgnoreCase)
    {
        "ToUserName", "FromUserName", "CreateTime", "MsgType", "MsgId", "Event", "AppId", "TemplateId",
    };

    /// <summary>A push without what its user wrote.</summary>
    public static JsonElement Apply(JsonElement message)
    {
        var masked = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(masked, WeChatJson.WriterOptions))
            Write(writer, message);
        return JsonElement.Parse(masked.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    if (Clear.Contains(member.Name) && member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                        member.Value.WriteTo(writer);
                    else
                        Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String or JsonValueKind.Number:
                writer.WriteStringValue(Text);
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
