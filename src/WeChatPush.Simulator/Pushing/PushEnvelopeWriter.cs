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
        return cut < 0
            ? Alone(payload, encrypt)
            : [.. clear[..cut], .. Encoding.UTF8.GetBytes(field), .. clear[cut..]];
    }
}
