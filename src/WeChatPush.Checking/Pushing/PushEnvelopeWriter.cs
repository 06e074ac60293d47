using System.Text;
using WeChatPush.Protocol;

namespace WeChatPush.Simulator.Pushing;

/// <summary>The body around a ciphertext.</summary>
internal static class PushEnvelopeWriter
{
    /// <summary>Secure mode: the addressee and the ciphertext, nothing else.</summary>
    public static byte[] Alone(PushPayload payload, string encrypt) => PushWriter.Write(
        payload.Format, new PushFields { { "ToUserName", payload.ToUserName }, { "Encrypt", encrypt } });

    /// <summary>Compatible mode: the ciphertext behind the clear fields, which are kept to the letter.</summary>
    public static byte[] BesideClearFields(PushPayload payload, string encrypt)
    {
        var (end, field) = payload.Format == PushFormat.Json
            ? ("}", $",\"Encrypt\":\"{encrypt}\"")
            : ("</xml>", $"<Encrypt><![CDATA[{encrypt}]]></Encrypt>\n");
        var clear = payload.Body.Span;
        var cut = clear.LastIndexOf(Encoding.UTF8.GetBytes(end));
        if (cut < 0)
            return Alone(payload, encrypt);

        // WeChat's own examples have a comma behind the last field.
        var before = payload.Format == PushFormat.Json ? clear[..cut].TrimEnd(", \r\n\t"u8) : clear[..cut];
        return [.. before, .. Encoding.UTF8.GetBytes(field), .. clear[cut..]];
    }
}
