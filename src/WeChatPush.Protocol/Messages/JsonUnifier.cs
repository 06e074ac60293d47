using System.Text.Json;

namespace WeChatPush.Protocol;

/// <summary>
/// Writes a push in JSON again: the same to the letter but for MsgId, which becomes a string, and for what
/// strict readers would choke on, trailing commas and halves of surrogate pairs.
/// </summary>
internal static class JsonUnifier
{
    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> json)
    {
        var reader = JsonText.Reader(json);
        var isId = false;

        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    writer.WriteStartObject();
                    break;
                case JsonTokenType.EndObject:
                    writer.WriteEndObject();
                    break;
                case JsonTokenType.StartArray:
                    writer.WriteStartArray();
                    break;
                case JsonTokenType.EndArray:
                    writer.WriteEndArray();
                    break;
                case JsonTokenType.PropertyName:
                    var name = JsonText.Unescaped(reader);
                    isId = reader.CurrentDepth == 1 && HeaderFields.Named(name) == HeaderField.MsgId;
                    writer.WritePropertyName(name);
                    continue;
                case JsonTokenType.String:
                    writer.WriteStringValue(JsonText.Unescaped(reader));
                    break;
                case JsonTokenType.Number when isId:
                    writer.WriteStringValue(reader.ValueSpan);
                    break;
                default:
                    writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                    break;
            }

            isId = false;
        }
    }
}
