using System.Buffers.Binary;
using System.Globalization;
using StackExchange.Redis;

namespace WeChatPush.Redis.Campaigns;

/// <summary>The ids of messages as 8 bytes: the scripts' own numbers would round them.</summary>
internal static class MessageIds
{
    /// <summary>The bytes of an id; empty: there is none.</summary>
    public static RedisValue Write(string? id)
    {
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return RedisValue.EmptyString;
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }

    /// <summary>The id of some bytes; <see langword="null"/>: there is none.</summary>
    public static string? Read(RedisValue value) =>
        (byte[]?)value is { Length: sizeof(long) } bytes && BinaryPrimitives.ReadInt64BigEndian(bytes) is > 0 and var number
            ? number.ToString(CultureInfo.InvariantCulture)
            : null;
}
