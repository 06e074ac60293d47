using System.Buffers.Binary;

namespace WeChatPush.Sending;

/// <summary>
/// The last pushes of a user, newest first, as they lie in the row of the window: of each the time of arrival in Unix ms, 8 bytes
/// big-endian, and the id, 16 bytes.
/// </summary>
internal static class ConversationPushes
{
    /// <summary>Bytes of one.</summary>
    public const int Size = sizeof(long) + IdSize;

    /// <summary>Bytes of as many as are kept: 50.</summary>
    public const int MaxSize = 50 * Size;

    private const int IdSize = 16;

    /// <summary>One push.</summary>
    /// <exception cref="FormatException">The id is none.</exception>
    public static byte[] Write(string id, DateTimeOffset arrivedAt)
    {
        var bytes = new byte[Size];
        BinaryPrimitives.WriteInt64BigEndian(bytes, arrivedAt.ToUnixTimeMilliseconds());
        if (id.Length != 2 * IdSize)
            throw new FormatException("A push's id has 32 digits.");
        Convert.FromHexString(id, bytes.AsSpan(sizeof(long)), out _, out _);
        return bytes;
    }

    /// <summary>What is kept; what cannot be read is left out.</summary>
    public static IReadOnlyList<ConversationPush> Read(ReadOnlySpan<byte> bytes)
    {
        var pushes = new List<ConversationPush>(bytes.Length / Size);
        for (; bytes.Length >= Size; bytes = bytes[Size..])
        {
            var at = BinaryPrimitives.ReadInt64BigEndian(bytes);
            if (at is >= 0 and < 253_370_764_800_000)
                pushes.Add(new(Convert.ToHexStringLower(bytes[sizeof(long)..Size]), DateTimeOffset.FromUnixTimeMilliseconds(at)));
        }

        return pushes;
    }
}

/// <summary>A push of a conversation: its id, and when it arrived.</summary>
internal readonly record struct ConversationPush(string Id, DateTimeOffset At);
