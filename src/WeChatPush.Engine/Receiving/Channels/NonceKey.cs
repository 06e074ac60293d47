using System.Security.Cryptography;
using System.Text;
using WeChatPush.Apps;
using WeChatPush.Protocol;

namespace WeChatPush.Receiving.Channels;

/// <summary>
/// What identifies the timestamp and nonce of a request: the signature over them. It covers their sorted concatenation, so
/// the same signature is good for both in the place of each other, and for the digits cut at another place.
/// </summary>
internal static class NonceKey
{
    private const int SignatureLength = 2 * SHA1.HashSizeInBytes;

    /// <summary>The key of a signature that has verified.</summary>
    public static PushKey From(App app, ReadOnlySpan<char> signature)
    {
        Span<byte> text = stackalloc byte[Encoding.UTF8.GetMaxByteCount(app.Scope.Length + 1) + SignatureLength];
        var length = Encoding.UTF8.GetBytes(app.Scope, text);
        text[length++] = 0;
        foreach (var digit in signature)
            text[length++] = (byte)char.ToLowerInvariant(digit);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..length], hash);
        return PushKey.Read(hash);
    }
}
