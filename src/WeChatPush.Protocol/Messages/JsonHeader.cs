using System.Text.Json;

namespace WeChatPush.Protocol;

/// <summary>Finds the envelope in a push in JSON, and reads to the end to check that the rest is sound.</summary>
internal static class JsonHeader
{
    private const int FieldDepth = 1;

    public static ReadOutcome Read(ReadOnlySpan<byte> json, ref HeaderFields fields)
    {
        var reader = JsonText.Reader(json);
        var field = HeaderField.None;
        var hasContent = false;

        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        if (reader.CurrentDepth >= JsonText.MaxDepth)
                            return ReadOutcome.TooDeep;
                        break;

                    case JsonTokenType.PropertyName when reader.CurrentDepth == FieldDepth:
                        hasContent = true;
                        field = fields.Begin(HeaderFields.Named(JsonText.Unescaped(reader)));
                        break;

                    case JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False
                        when reader.CurrentDepth == FieldDepth && field != HeaderField.None:
                        fields.Set(field, JsonText.Unescaped(reader));
                        break;
                }
            }
        }
        catch (JsonException)
        {
            return ReadOutcome.Malformed;
        }

        return hasContent ? ReadOutcome.Ok : ReadOutcome.NoContent;
    }
}
