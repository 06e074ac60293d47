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
        key = TryDecode(trimmed, bytes, out var length) && length == Size ? bytes[..Size] : null;
        return key is not null;
    }

    private static bool TryDecode(string text, Span<byte> bytes, out int length)
    {
        length = 0;
        if (Convert.TryFromBase64String(text, bytes, out length))
            return true;
        // The other decoder throws at what is no base64 at all.
        return Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, bytes, out length);
    }
}
