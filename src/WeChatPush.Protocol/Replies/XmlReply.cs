using System.Globalization;
using System.Text;
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

    /// <summary>The document as UTF-8, without byte order mark.</summary>
    public byte[] ToUtf8() => Encoding.UTF8.GetBytes(_xml.Append("</xml>").ToString());
}
