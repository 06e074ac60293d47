using System.Text.Unicode;

namespace WeChatPush.Protocol;

/// <summary>
/// The outside of a body, before anything is trusted (开发者服务器接收消息推送: 消息推送 › 加密解密). In secure mode it holds
/// <c>ToUserName</c> and <c>Encrypt</c>; in compatible mode (兼容模式) the clear fields stand beside them; in plaintext
/// mode there is no <c>Encrypt</c>.
/// </summary>
public readonly struct PushEnvelope
{
    /// <summary>The format of the body, found from its first byte; a reply has to be in the same.</summary>
    public PushFormat Format { get; init; }

    /// <summary>
    /// The base64 text of <c>Encrypt</c> without the escapes of the format, as the signature covers it; empty if
    /// there is none. Usually a part of the body that was read, so it is valid as long as that.
    /// </summary>
    public ReadOnlyMemory<byte> Encrypt { get; init; }

    /// <summary>The outer <c>ToUserName</c>, which no signature covers; null if there is none.</summary>
    public string? ToUserName { get; init; }

    /// <summary>
    /// Whether there are fields beside <c>ToUserName</c>, <c>Encrypt</c> and <c>AgentID</c>. Beside an
    /// <c>Encrypt</c> they are the mark of compatible mode, and unsigned.
    /// </summary>
    public bool HasClearFields { get; init; }

    /// <summary>Reads the outside of a body in one pass, and checks that the whole of it is well formed.</summary>
    /// <param name="body">
    /// The request's body as received. A byte order mark and white space in front are skipped.
    /// </param>
    /// <param name="envelope">What was found; empty unless the outcome is Ok.</param>
    /// <returns>Ok, or what is wrong. Never throws for bad input.</returns>
    public static ReadOutcome Read(ReadOnlyMemory<byte> body, out PushEnvelope envelope)
    {
        envelope = default;
        var document = body.Span;
        var outcome = PushReader.TrySniff(ref document, out var format);
        if (outcome != ReadOutcome.Ok)
            return outcome;

        if (!Utf8.IsValid(document))
            return ReadOutcome.Malformed;

        var fields = new EnvelopeFields(body[^document.Length..]);
        outcome = format == PushFormat.Xml
            ? XmlEnvelope.Read(document, ref fields)
            : JsonEnvelope.Read(document, ref fields);

        if (outcome == ReadOutcome.Ok)
            envelope = fields.ToEnvelope(format);

        return outcome;
    }
}
