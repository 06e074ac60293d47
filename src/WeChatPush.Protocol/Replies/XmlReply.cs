using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;

namespace WeChatPush.Protocol;

/// <summary>Writes a reply the way WeChat writes a push: strings in CDATA, numbers bare.</summary>
internal sealed class XmlReply
{
    private readonly StringBuilder _xml = new("<xml>");

    /// <summary>Adds a string.</summary>
    public XmlReply Add(string name, string value)
    {
        _xml.Append(CultureInfo.InvariantCulture, $"<{name}><![CDATA[");

        var start = _xml.Length;
        foreach (var character in value)
        {
            // What XML cannot hold at all. Half surrogate pairs are left to the UTF-8 encoder, which does the same
            // to them.
            var holds = XmlConvert.IsXmlChar(character) || char.IsSurrogate(character);
            _xml.Append(holds ? character : '\uFFFD');
        }

        // The end mark inside a value would close the section early: it is cut between two sections.
        _xml.Replace("]]>", "]]]]><![CDATA[>", start, _xml.Length - start);
        _xml.Append(CultureInfo.InvariantCulture, $"]]></{name}>");
        return this;
    }

    /// <summary>Adds a number.</summary>
    public XmlReply Add(string name, long value)
    {
        _xml.Append(CultureInfo.InvariantCulture, $"<{name}>{value}</{name}>");
        return this;
    }

    /// <summary>
    /// An object's fields: arrays as repeated elements, objects nested, everything else as its text.
    /// </summary>
    /// <exception cref="ArgumentException">A name is none in XML.</exception>
    public static XmlReply From(JsonElement fields)
    {
        var reply = new XmlReply();
        reply.AddFields(fields);
        return reply;
    }

    private void AddFields(JsonElement fields)
    {
        foreach (var field in fields.EnumerateObject())
            Add(field.Name, field.Value);
    }

    private void Add(string name, JsonElement value)
    {
        if (!IsName(name))
            throw new ArgumentException($"'{name}' cannot be the name of an XML element.");
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    Add(name, item);
                break;
            case JsonValueKind.Object:
                _xml.Append(CultureInfo.InvariantCulture, $"<{name}>");
                AddFields(value);
                _xml.Append(CultureInfo.InvariantCulture, $"</{name}>");
                break;
            case JsonValueKind.String:
                Add(name, value.GetString()!);
                break;
            case JsonValueKind.Null:
                Add(name, "");
                break;
            default:
                _xml.Append(CultureInfo.InvariantCulture, $"<{name}>{value.GetRawText()}</{name}>");
                break;
        }
    }

    private static bool IsName(string name)
    {
        try
        {
            XmlConvert.VerifyNCName(name);
            return true;
        }
        catch (Exception error) when (error is XmlException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>The document as UTF-8, without byte order mark.</summary>
    public byte[] ToUtf8() => Encoding.UTF8.GetBytes(_xml.Append("</xml>").ToString());
}
