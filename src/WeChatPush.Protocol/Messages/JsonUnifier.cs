using System.Text;
using System.Text.Json;

namespace WeChatPush.Protocol;

/// <summary>
/// Writes a push in JSON again: the same to the letter but for the envelope and for fields of a known type, and for what
/// strict readers would choke on, trailing commas and halves of surrogate pairs.
/// </summary>
internal static class JsonUnifier
{
    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> json, in PushHeader header)
    {
        var reader = JsonText.Reader(json);
        var envelope = new UnifiedEnvelope(header);
        var names = envelope.IsMessage ? new HashSet<string>(StringComparer.Ordinal) : null;
        var type = FieldType.AsWritten;

        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    writer.WriteStartObject();
                    type = FieldType.AsWritten;
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
                    if (reader.CurrentDepth == 1 && IsDone(Encoding.UTF8.GetString(name), ref envelope, names, writer))
                    {
                        reader.Skip();
                        break;
                    }

                    type = FieldTypes.Find(name);
                    writer.WritePropertyName(name);
                    break;
                case JsonTokenType.String:
                    WriteText(writer, JsonText.Unescaped(reader), type);
                    break;
                case JsonTokenType.Number when type == FieldType.Text:
                    writer.WriteStringValue(reader.ValueSpan);
                    break;
                default:
                    writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                    break;
            }
        }
    }

    // Whether the field is written already, or is not to be.
    private static bool IsDone(string name, ref UnifiedEnvelope envelope, HashSet<string>? names, Utf8JsonWriter writer) =>
        envelope.TryWrite(writer, name) || names?.Add(name) == false;

    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> text, FieldType type)
    {
        if (type == FieldType.Number && FieldTypes.IsNumber(Encoding.UTF8.GetString(text)))
            writer.WriteRawValue(text, skipInputValidation: true);
        else
            writer.WriteStringValue(text);
    }
}
