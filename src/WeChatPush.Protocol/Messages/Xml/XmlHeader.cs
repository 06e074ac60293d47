namespace WeChatPush.Protocol;

/// <summary>Finds the envelope in a push in XML, and reads to the end to check that the rest is sound.</summary>
internal static class XmlHeader
{
    private const int FieldDepth = 2;

    public static ReadOutcome Read(ReadOnlySpan<byte> xml, ref HeaderFields fields)
    {
        var reader = new XmlPushReader(xml);
        var field = HeaderField.None;
        var value = default(XmlValue);
        var hasContent = false;

        while (reader.Read() < XmlToken.End)
        {
            switch (reader.Token)
            {
                case XmlToken.StartElement when reader.Depth == FieldDepth:
                    hasContent = true;
                    value = default;
                    field = fields.Begin(HeaderFields.Named(reader.Name));
                    break;

                // A field with elements inside is no text, whatever its name.
                case XmlToken.StartElement:
                    field = HeaderField.None;
                    break;

                case XmlToken.EndElement:
                    fields.Set(field, value.Utf8);
                    field = HeaderField.None;
                    break;

                case XmlToken.Text or XmlToken.CData when field != HeaderField.None:
                    value.Add(reader);
                    break;
            }
        }

        return reader.Token switch
        {
            XmlToken.End => hasContent ? ReadOutcome.Ok : ReadOutcome.NoContent,
            XmlToken.TooDeep => ReadOutcome.TooDeep,
            _ => ReadOutcome.Malformed,
        };
    }
}
