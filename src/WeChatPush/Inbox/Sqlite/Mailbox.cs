using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace WeChatPush.Inbox.Sqlite;

/// <summary>The number of a user's mailbox. Should two users share one, they only wait for each other.</summary>
internal static class Mailbox
{
    public static long? Of(string app, string? openId)
    {
        if (string.IsNullOrEmpty(openId))
            return null;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> text = stackalloc byte[512];
        var name = $"{app}/{openId}";
        if (!Encoding.UTF8.TryGetBytes(name, text, out var length))
            (text, length) = (Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetByteCount(name));
        SHA256.HashData(text[..length], hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }
}
