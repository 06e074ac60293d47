using System.Buffers.Binary;

namespace WeChatPush.Inbox;

/// <summary>The id of a push: a version 7 UUID in 32 hexadecimal digits, so that ids sort by time of arrival.</summary>
internal static class PushId
{
    private const int Size = 16;
    private const int TimeSize = 6;

    /// <summary>
    /// A UUID of version 7. It has to be unlike any other, not hard to guess, and so does without the system's generator,
    /// which costs a call of the kernel.
    /// </summary>
    public static string New(DateTimeOffset now)
    {
        Span<byte> id = stackalloc byte[Size];
        BinaryPrimitives.WriteInt64BigEndian(id, now.ToUnixTimeMilliseconds() << (8 * (sizeof(long) - TimeSize)));
        Random.Shared.NextBytes(id[TimeSize..]);
        id[6] = (byte)((id[6] & 0x0F) | 0x70);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return Convert.ToHexStringLower(id);
    }

    public static bool TryParse(string? text, out byte[] id)
    {
        id = [];
        if (text is not { Length: 32 } || !Guid.TryParseExact(text, "N", out _))
            return false;
        id = Convert.FromHexString(text);
        return true;
    }
}
