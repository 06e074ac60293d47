using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using WeChatPush.Protocol;

namespace WeChatPush.Simulator.Pushing;

/// <summary>The top-level fields of a reply in JSON or XML.</summary>
internal sealed class ReplyFields
{
    private readonly Dictionary<string, string> _fields;

    private ReplyFields(PushFormat format, Dictionary<string, string> fields)
    {
        Format = format;
        _fields = fields;
    }

    public PushFormat Format { get; }

    public bool IsEncrypted => _fields.ContainsKey("Encrypt");

    public string? this[string name] => _fields.GetValueOrDefault(name);

    public static ReplyFields? Read(string text) => ReadJson(text) ?? ReadXml(text);

    /// <summary>The clear text, or what is wrong: WeChat checks the signature of replies too.</summary>
    public (string? Text, string? Problem) Decrypt(SimulatedApp app)
    {
        if (this["MsgSignature"] is not { } signature
            || this["TimeStamp"] is not { } timestamp
            || this["Nonce"] is not { } nonce)
        {
            return (null, "an encrypted reply needs Encrypt, MsgSignature, TimeStamp and Nonce");
        }

        if (PushSignature.ComputeEncrypted(app.Token, timestamp, nonce, this["Encrypt"]!) != signature)
            return (null, "the MsgSignature of the reply is wrong");

        var outcome = app.Cipher().Decrypt(Encoding.UTF8.GetBytes(this["Encrypt"]!), out var message);
        return outcome == DecryptOutcome.Ok
            ? (Encoding.UTF8.GetString(message), null)
            : (null, $"the reply cannot be decrypted ({outcome})");
    }

    private static ReplyFields? ReadJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind != JsonValueKind.Object ? null : new ReplyFields(
                PushFormat.Json,
                document.RootElement.EnumerateObject().DistinctBy(property => property.Name)
                    .ToDictionary(property => property.Name, property => property.Value.ToString()));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ReplyFields? ReadXml(string text)
    {
        try
        {
            using var reader = XmlReader.Create(
                new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            var root = XElement.Load(reader);
            return root.Name != "xml" ? null : new ReplyFields(
                PushFormat.Xml,
                root.Elements().DistinctBy(element => element.Name)
                    .ToDictionary(element => element.Name.LocalName, element => element.Value));
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
