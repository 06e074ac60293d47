using System.Text.Json;

namespace WeChatPush.Protocol;

/// <summary>Finds the envelope in JSON, and reads to the end to check that the rest is sound.</summary>
internal static class JsonEnvelope
{
    private const int FieldDepth = 1;

    public static ReadOutcome Read(ReadOnlySpan<byte> json, ref EnvelopeFields fields)
    {
        var repaired = JsonRepair.Escape(json);
        var stands = repaired == json;
        var reader = JsonText.Reader(repaired);
        var field = EnvelopeField.Clear;

        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject or JsonTokenType.StartArray
                        when reader.CurrentDepth >= JsonText.MaxDepth:
                        return ReadOutcome.TooDeep;

                    case JsonTokenType.PropertyName when reader.CurrentDepth == FieldDepth:
                        if (!fields.TryBegin(JsonText.Unescaped(reader), out field))
                            return ReadOutcome.Malformed;
                        break;

                    case JsonTokenType.String
                        when reader.CurrentDepth == FieldDepth && field != EnvelopeField.Clear:
                        // "\/" is a legal way to write base64's slash, and the signature does not cover the backslash.
                        var offset = reader.ValueIsEscaped || !stands ? -1 : (int)reader.TokenStartIndex + 1;
                        fields.Set(field, JsonText.Unescaped(reader), offset);
                        break;
                }
            }
        }
        catch (JsonException)
        {
            return ReadOutcome.Malformed;
        }

        return fields.HasContent ? ReadOutcome.Ok : ReadOutcome.NoContent;
    }
}
