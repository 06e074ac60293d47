using System.Text.Encodings.Web;
using System.Text.Json;

namespace WeChatPush.Protocol;

/// <summary>
/// How JSON is written for WeChat: real UTF-8. WeChat keeps the text of a request as it is, so <c>\u4f60</c>
/// arrives on the user's screen as six characters, or the call is refused with 40033 or 47002 (发送客服消息, 发送订阅消息).
/// </summary>
public static class WeChatJson
{
    /// <summary>
    /// Escapes quotation marks, backslashes and control characters, and nothing else: neither 中文 nor emoji nor
    /// <c>&lt; &gt; &amp; + '</c>. Half a surrogate pair becomes U+FFFD.
    /// </summary>
    /// <remarks>The result is for WeChat's API and for files, never to be put into HTML as it is.</remarks>
    public static JavaScriptEncoder Encoder { get; } = new PlainJsonEncoder();

    /// <summary>
    /// JSON that a strict reader takes: without a byte order mark in front, and with the control characters inside its
    /// strings escaped, which WeChat's API and others leave as they are.
    /// </summary>
    /// <param name="json">JSON in UTF-8. It is returned as it is where nothing is to be done.</param>
    public static ReadOnlyMemory<byte> ToStrict(ReadOnlyMemory<byte> json)
    {
        var body = json[Blank.LengthAtStart(json.Span)..];
        var strict = JsonRepair.Escape(body.Span);
        return strict == body.Span ? body : strict.ToArray();
    }

    /// <summary>Options of a <see cref="Utf8JsonWriter"/> with <see cref="Encoder"/>.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = Encoder };
}
