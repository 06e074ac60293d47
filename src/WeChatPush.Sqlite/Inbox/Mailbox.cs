using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>The number of a user's mailbox. Should two users share one, they only wait for each other.</summary>
internal static class Mailbox
{
    private const int MaxOnStack = 256;

    public static long? GetName(string app, string? openId) =>
        GetName(Encoding.UTF8.GetBytes(app), string.IsNullOrEmpty(openId) ? [] : Encoding.UTF8.GetBytes(openId));

    /// <summary>The same of texts in UTF-8; an empty user is none.</summary>
    public static long? GetName(ReadOnlySpan<byte> app, ReadOnlySpan<byte> openId)
    {
        if (openId.IsEmpty)
            return null;
        var length = app.Length + 1 + openId.Length;
        Span<byte> name = length <= MaxOnStack ? stackalloc byte[MaxOnStack] : new byte[length];
        app.CopyTo(name);
        name[app.Length] = (byte)'/';
        openId.CopyTo(name[(app.Length + 1)..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(name[..length], hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }
}
