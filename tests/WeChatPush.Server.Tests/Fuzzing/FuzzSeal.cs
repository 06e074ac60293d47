using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using WeChatPush.TestSupport.Fuzzing;

namespace WeChatPush.Server.Tests.Fuzzing;

/// <summary>Seals as WeChat does, with the right key, and gets something inside wrong: what only an owner of the key could send.</summary>
internal static class FuzzSeal
{
    private const int Block = 16;

    public static string Encrypt(FuzzCase chance, ReadOnlySpan<byte> message, string key, string appId)
    {
        var random = chance.Random;
        var length = chance.Pick([message.Length, message.Length - 1, message.Length + 1, 0, -1, int.MaxValue, int.MinValue, random.Next()]);
        var app = Encoding.UTF8.GetBytes(chance.Pick([appId, appId, appId + "x", appId[1..], "", "wx" + new string('x', 5000)]));
        var pad = 32 - ((20 + message.Length + app.Length) % 32);
        byte[] clear =
        [
            .. RandomNumberGenerator.GetBytes(16), .. Length(length), .. message, .. app,
            .. Enumerable.Repeat((byte)chance.Pick([pad, pad, 0, 1, 16, 32, 33, 255]), chance.Pick([pad, pad, 32, 64, 0, 256])),
        ];
        if (chance.Once(4) && clear.Length > 0)
            clear[random.Next(clear.Length)] ^= (byte)(1 << random.Next(8));

        using var aes = Aes.Create();
        aes.Key = Convert.FromBase64String(key + "=");
        return Convert.ToBase64String(aes.EncryptCbc(clear.AsSpan(0, clear.Length / Block * Block), aes.Key.AsSpan(0, Block), PaddingMode.None));
    }

    private static byte[] Length(int length)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        return bytes;
    }
}
