using System.Text.Json;

namespace WeChatPush.Protocol;

/// <summary>Writes a push in XML as the JSON that WeChat would have sent.</summary>
internal sealed class XmlUnifier(Utf8JsonWriter writer, XmlShapes shapes)
{
    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> xml, in PushHeader header)
    {
        var root = XmlNode.Parse(xml);
        var shapes = XmlShapes.Find(header.Event);
        new XmlUnifier(writer, shapes).WritePush(shapes.Unwrap(root), root.Text, new UnifiedEnvelope(header));
    }

    private void WritePush(IEnumerable<XmlNode> fields, string text, UnifiedEnvelope envelope)
    {
        writer.WriteStartObject();

        foreach (var siblings in fields.GroupBy(field => field.Name))
        {
            if (!envelope.TryWrite(writer, siblings.Key))
                WriteField(siblings.Key, envelope.IsMessage ? [siblings.First()] : [.. siblings]);
        }

        WriteEnd(text);
    }

    private void WriteObject(IEnumerable<XmlNode> children, string text)
    {
        writer.WriteStartObject();

        foreach (var siblings in children.GroupBy(child => child.Name))
            WriteField(siblings.Key, [.. siblings]);

        WriteEnd(text);
    }

    private void WriteField(string name, List<XmlNode> siblings)
    {
        writer.WritePropertyName(name);
        WriteSiblings(name, siblings);
    }

    private void WriteEnd(string text)
    {
        if (text.Length > 0)
            writer.WriteString("#text", text);

        writer.WriteEndObject();
    }

    private void WriteSiblings(string name, List<XmlNode> siblings)
    {
        var isList = shapes.IsList(name);
        if (siblings.Count == 1 && !isList)
        {
            WriteValue(siblings[0]);
            return;
        }

        writer.WriteStartArray();

        // The only way XML has to show an empty list is one empty element.
        if (!isList || siblings is not [{ Children: [], Text: "" }])
            siblings.ForEach(WriteValue);

        writer.WriteEndArray();
    }

    private void WriteValue(XmlNode node)
    {
        if (node.Children.Count > 0)
            WriteObject(node.Children, node.Text);
        else if (IsNumber(node))
            writer.WriteRawValue(node.Text, skipInputValidation: true);
        else
            writer.WriteStringValue(node.Text);
    }

    private static bool IsNumber(XmlNode node) => FieldTypes.Find(node.Name) switch
    {
        FieldType.Text => false,
        FieldType.Number => FieldTypes.IsNumber(node.Text),
        _ => !node.IsCData && FieldTypes.IsPlainNumber(node.Text),
    };
}
