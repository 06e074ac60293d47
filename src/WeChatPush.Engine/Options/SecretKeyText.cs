using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace WeChatPush;

/// <summary>A key as it is configured: base64 of 32 bytes, ordinary or that of URLs.</summary>
internal static class SecretKeyText
{
    /// <summary>The bytes of a key.</summary>
    public const int Size = 32;

    /// <summary>Reads a key; white space around it does not count.</summary>
    public static bool TryRead(string? text, [NotNullWhen(true)] out byte[]? key)
    {
        var bytes = new byte[Size + 1];
        var trimmed = (text ?? "").Trim();
        key = null;
        if (!Convert.TryFromBase64String(trimmed, bytes, out var length)
            && !Base64Url.TryDecodeFromChars(trimmed, bytes, out length))
            return false;
        if (length != Size)
            return false;
        key = bytes[..Size];
        return true;
    }
}
