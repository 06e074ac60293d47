using System.Text;
using System.Text.Json;

namespace WeChatPush.Protocol;

/// <summary>
/// What a push is answered with inside the request, before encryption. Written in the push's own format, because
/// WeChat understands no other.
/// </summary>
public abstract record ReplyContent
{
    /// <summary><c>success</c>: done, and nothing more to say.</summary>
    public static ReplyContent Success { get; } = new VerbatimReply(PushReply.Success);

    /// <summary>
    /// Passes the user's message to the human agents (转发消息到客服). Answers user messages only, never events.
    /// </summary>
    public static ReplyContent TransferToCustomerService { get; } = new TransferToCustomerServiceReply();

    /// <summary>A body to the letter, whatever the push's format.</summary>
    public static ReplyContent Verbatim(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new VerbatimReply(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>
    /// Fields, as the JSON they are, or as XML: strings in CDATA, numbers bare, arrays as repeated elements, objects
    /// nested.
    /// </summary>
    /// <param name="fields">A JSON object. Its names must be names XML knows as well.</param>
    public static ReplyContent Fields(JsonElement fields)
    {
        if (fields.ValueKind != JsonValueKind.Object)
            throw new ArgumentException("A reply is an object of fields.", nameof(fields));
        return new FieldReply(fields);
    }

    /// <summary>The result payment events ask for (虚拟支付: 回包). Any code but 0 makes WeChat push again.</summary>
    public static ReplyContent Result(int errCode, string errMsg) => new XpayReply(errCode, errMsg);

    /// <summary>Writes the body in the push's format.</summary>
    /// <param name="push">The push that is answered.</param>
    /// <param name="unixTime">Now, in Unix seconds, for replies that carry a CreateTime.</param>
    /// <returns>UTF-8, in the clear.</returns>
    /// <exception cref="ArgumentException">The push cannot be answered so, or a field name is none in XML.</exception>
    public abstract byte[] Write(PushMessage push, long unixTime);

    private sealed record VerbatimReply(ReadOnlyMemory<byte> Body) : ReplyContent
    {
        public override byte[] Write(PushMessage push, long unixTime) => Body.ToArray();
    }

    private sealed record FieldReply(JsonElement Object) : ReplyContent
    {
        public override byte[] Write(PushMessage push, long unixTime) =>
            push.Format == PushFormat.Xml
                ? XmlReply.From(Object).ToUtf8()
                : JsonReply.Write(json =>
                {
                    foreach (var field in Object.EnumerateObject())
                        field.WriteTo(json);
                });
    }
}
