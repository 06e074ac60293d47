using System.Text;

namespace WeChatPush.Protocol;

/// <summary>
/// An element of a push in XML. A tree is needed, since only the next sibling shows that a value is an array.
/// </summary>
/// <param name="Name">The tag.</param>
/// <param name="Children">The elements inside, in order.</param>
/// <param name="Text">The text inside, without the layout around the elements.</param>
/// <param name="IsCData">Whether the text was written as CDATA, which WeChat does with strings.</param>
internal sealed record XmlNode(string Name, IReadOnlyList<XmlNode> Children, string Text, bool IsCData)
{
    /// <summary>Reads a document that was found to be well formed.</summary>
    public static XmlNode Parse(ReadOnlySpan<byte> xml)
    {
        var reader = new XmlPushReader(xml);
        reader.Read();
        return ReadElement(ref reader);
    }

    private static XmlNode ReadElement(ref XmlPushReader reader)
    {
        var name = Encoding.UTF8.GetString(reader.Name);
        var text = default(XmlValue);
        List<XmlNode>? children = null;

        while (reader.Read() != XmlToken.EndElement)
        {
            if (reader.Token == XmlToken.StartElement)
                (children ??= []).Add(ReadElement(ref reader));
            else
                text.Add(reader);
        }

        return new XmlNode(name, children ?? (IReadOnlyList<XmlNode>)[], text.ToString(), text.HasCData);
    }
}
