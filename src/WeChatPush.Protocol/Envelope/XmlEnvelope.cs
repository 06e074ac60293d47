namespace WeChatPush.Protocol;

/// <summary>Finds the envelope in XML, and reads to the end to check that the rest is sound.</summary>
internal static class XmlEnvelope
{
    private const int FieldDepth = 2;

    public static ReadOutcome Read(ReadOnlySpan<byte> xml, ref EnvelopeFields fields)
    {
        var reader = new XmlPushReader(xml);
        var field = EnvelopeField.Clear;
        var value = default(XmlValue);

        while (reader.Read() < XmlToken.End)
        {
            switch (reader.Token)
            {
                case XmlToken.StartElement when reader.Depth == FieldDepth:
                    value = default;
                    if (!fields.TryBegin(reader.Name, out field))
                        return ReadOutcome.Malformed;
                    break;

                // A field with elements inside is no text, whatever its name.
                case XmlToken.StartElement:
                    field = EnvelopeField.Clear;
                    break;

                case XmlToken.EndElement when reader.Depth == FieldDepth:
                    fields.Set(field, value.Utf8, value.Offset);
                    field = EnvelopeField.Clear;
                    break;

                case XmlToken.Text or XmlToken.CData when field is EnvelopeField.Encrypt or EnvelopeField.ToUserName:
                    value.Add(reader);
                    break;
            }
        }

        return reader.Token switch
        {
            XmlToken.End => fields.HasContent ? ReadOutcome.Ok : ReadOutcome.NoContent,
            XmlToken.TooDeep => ReadOutcome.TooDeep,
            _ => ReadOutcome.Malformed,
        };
    }
}
