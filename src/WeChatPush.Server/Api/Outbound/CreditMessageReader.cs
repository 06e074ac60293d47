using System.Text.Json;
using WeChatPush.Credits;
using WeChatPush.Server.Api.Shared;

namespace WeChatPush.Server.Api.Outbound;

/// <summary>Reads one message to one user.</summary>
internal static class CreditMessageReader
{
    /// <summary>Reads and checks the whole message; what is wrong is in the reader.</summary>
    public static CreditMessage Read(BodyReader reader, JsonElement body)
    {
        var message = new CreditMessage
        {
            OpenId = reader.Required(body, "openId"),
            TemplateId = reader.Required(body, "templateId"),
            Page = reader.Optional(body, "page"),
            Kind = Kind(reader, body),
            Data = Data(reader, body),
        };

        // What could not be read is told by what it is not; the rest by the rules.
        reader.Wrong(message.Check());
        return message;
    }

    /// <summary>On which kind of credit: a subscribe permit, if nothing is said.</summary>
    public static CreditKind Kind(BodyReader reader, JsonElement body)
    {
        switch (reader.Optional(body, "kind"))
        {
            case null or "subscribe":
                return CreditKind.Subscribe;
            case "template":
                return CreditKind.Template;
            default:
                reader.Wrong("kind", "must be subscribe or template");
                return CreditKind.Subscribe;
        }
    }

    /// <summary>The values of the keywords, as WeChat wants them: each an object with one member.</summary>
    public static Dictionary<string, string> Data(BodyReader reader, JsonElement body)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!BodyReader.IsGiven(body, "data", out var data))
        {
            reader.Wrong("data", "is required");
        }
        else if (data.ValueKind is not JsonValueKind.Object)
        {
            reader.Wrong("data", "must be an object of keywords and their values");
        }
        else
        {
            foreach (var keyword in data.EnumerateObject())
                values[keyword.Name] = Value(reader, keyword);
        }

        return values;
    }

    private static string Value(BodyReader reader, JsonProperty keyword)
    {
        var path = $"data.{keyword.Name}.value";
        if (keyword.Value.ValueKind is not JsonValueKind.Object
            || !BodyReader.IsGiven(keyword.Value, "value", out var value))
            reader.Wrong(path, "is required");
        else if (value.ValueKind is JsonValueKind.Number)
            return value.GetRawText();
        else
            return reader.TextOf(value, path) ?? "";
        return "";
    }
}
