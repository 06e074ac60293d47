using System.Buffers;
using System.Text.Json;

namespace WeChatPush.Protocol;

/// <summary>Writes a push in XML as the JSON that WeChat would have sent.</summary>
internal sealed class XmlUnifier(Utf8JsonWriter writer, XmlShapes shapes)
{
    private const long MaxExact = 9007199254740991;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> xml, string? eventName)
    {
        var root = XmlNode.Parse(xml);
        var shapes = XmlShapes.Find(eventName);
        new XmlUnifier(writer, shapes).WriteObject(shapes.Unwrap(root), root.Text);
    }

    private void WriteObject(IEnumerable<XmlNode> children, string text)
    {
        writer.WriteStartObject();

        foreach (var siblings in children.GroupBy(child => child.Name))
        {
            writer.WritePropertyName(siblings.Key);
            WriteSiblings(siblings.Key, [.. siblings]);
        }

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
        else if (!node.IsCData && !IsId(node.Name) && IsNumber(node.Text))
            writer.WriteRawValue(node.Text, skipInputValidation: true);
        else
            writer.WriteStringValue(node.Text);
    }

    /// <summary>Message ids are strings in JSON, in messages always and in events mostly.</summary>
    private static bool IsId(string name) => name.Equals("MsgId", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether the text is a number and nothing is lost by making it one: no leading or trailing zeros, and not
    /// longer than every JSON reader holds exactly.
    /// </summary>
    private static bool IsNumber(string text)
    {
        var digits = text.StartsWith('-') ? text.AsSpan(1) : text;
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        if (whole.IsEmpty || whole.ContainsAnyExcept(Digits) || whole is ['0', _, ..] || text is "-0")
            return false;

        if (point < 0)
            return digits.Length <= 16 && long.Parse(digits, provider: null) <= MaxExact;

        var fraction = digits[(point + 1)..];
        return !fraction.IsEmpty && !fraction.ContainsAnyExcept(Digits) && fraction[^1] != '0' && digits.Length <= 16;
    }
}
