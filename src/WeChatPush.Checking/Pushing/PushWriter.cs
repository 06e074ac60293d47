using System.Globalization;
using System.Text;
using System.Text.Json;
using WeChatPush.Protocol;

namespace WeChatPush.Simulator.Pushing;

/// <summary>
/// Writes fields the way WeChat does: numbers bare, text in CDATA, a list as repeated elements. What a user typed stands in
/// CDATA as it is, marks and tags included, and in JSON its control characters do.
/// </summary>
internal static class PushWriter
{
    public static byte[] Write(PushFormat format, PushFields fields) =>
        format == PushFormat.Json ? WriteJson(fields) : WriteXml(fields);

    private static byte[] WriteJson(PushFields fields)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, WeChatJson.WriterOptions))
            WriteJson(writer, fields);
        return stream.ToArray();
    }

    private static void WriteJson(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case string text:
                writer.WriteRawValue(Quote(text), skipInputValidation: true);
                break;
            case PushFields fields:
                writer.WriteStartObject();
                foreach (var (name, field) in fields)
                {
                    writer.WritePropertyName(name);
                    WriteJson(writer, field);
                }

                writer.WriteEndObject();
                break;
            case PushFields[] list:
                writer.WriteStartArray();
                foreach (var item in list)
                    WriteJson(writer, item);
                writer.WriteEndArray();
                break;
            default:
                writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static byte[] WriteXml(PushFields fields)
    {
        var xml = new StringBuilder("<xml>");
        WriteXml(xml, fields);
        return Encoding.UTF8.GetBytes(xml.Append("\n</xml>").ToString());
    }

    private static void WriteXml(StringBuilder xml, PushFields fields)
    {
        foreach (var (name, value) in fields)
        {
            foreach (var item in value is PushFields[] list ? list : new[] { value })
                WriteXml(xml, name, item);
        }
    }

    private static void WriteXml(StringBuilder xml, string name, object value)
    {
        xml.Append(CultureInfo.InvariantCulture, $"\n<{name}>");
        if (value is PushFields fields)
            WriteXml(xml, fields);
        else if (value is string text)
            xml.Append("<![CDATA[").Append(text).Append("]]>");
        else
            xml.Append(CultureInfo.InvariantCulture, $"{value}");
        xml.Append(CultureInfo.InvariantCulture, $"</{name}>");
    }

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
