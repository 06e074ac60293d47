using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Simulator.Checking.Cases;

/// <summary>Encrypts as WeChat does, with one thing wrong that the real cipher would never do.</summary>
internal static class BrokenCipher
{
    private const int Block = 32;

    public static Func<CheckContext, PushPayload, string> WithPadding(byte pad) =>
        (context, payload) => Encrypt(context, payload, payload.Body.Length, pad);

    public static Func<CheckContext, PushPayload, string> WithLength(int length) =>
        (context, payload) => Encrypt(context, payload, length, null);

    private static string Encrypt(CheckContext context, PushPayload payload, int length, byte? pad)
    {
        var appId = Encoding.UTF8.GetBytes(context.App.AppId);
        var used = 20 + payload.Body.Length + appId.Length;
        var padding = Block - (used % Block);
        var clear = new byte[used + padding];
        RandomNumberGenerator.Fill(clear.AsSpan(0, 16));
        BinaryPrimitives.WriteInt32BigEndian(clear.AsSpan(16), length);
        payload.Body.Span.CopyTo(clear.AsSpan(20));
        appId.CopyTo(clear.AsSpan(20 + payload.Body.Length));
        clear.AsSpan(used).Fill(pad ?? (byte)padding);

        using var aes = Aes.Create();
        aes.Key = Convert.FromBase64String(context.App.EncodingAesKey + "=");
        return Convert.ToBase64String(aes.EncryptCbc(clear, aes.Key.AsSpan(0, 16), PaddingMode.None));
    }
}
