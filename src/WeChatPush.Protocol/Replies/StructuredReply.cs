using System.Text.Json;

namespace WeChatPush.Protocol;

/// <summary>
/// A reply of named fields, written in the push's own format: JSON, or XML with strings in CDATA, numbers bare and
/// lists as repeated elements.
/// </summary>
public abstract record StructuredReply : ReplyContent
{
    private protected StructuredReply()
    {
    }

    /// <inheritdoc/>
    public sealed override byte[] Write(PushMessage push, long unixTime)
    {
        ArgumentNullException.ThrowIfNull(push);
        var json = JsonReply.Write(writer => WriteFields(writer, push, unixTime));
        return push.Format == PushFormat.Xml ? XmlReply.From(JsonElement.Parse(json)).ToUtf8() : json;
    }

    private protected abstract void WriteFields(Utf8JsonWriter json, PushMessage push, long unixTime);
}
