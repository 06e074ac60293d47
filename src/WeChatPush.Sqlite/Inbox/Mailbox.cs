using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>The number of a user's mailbox. Should two users share one, they only wait for each other.</summary>
internal static class Mailbox
{
    public static long? GetName(string app, string? openId)
    {
        if (string.IsNullOrEmpty(openId))
            return null;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{app}/{openId}"), hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }
}
