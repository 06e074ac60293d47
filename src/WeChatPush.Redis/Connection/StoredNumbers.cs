using System.Globalization;
using StackExchange.Redis;

namespace WeChatPush.Redis.Connection;

/// <summary>
/// Reads numbers and times whatever lies there: one odd value must not keep a step from the others. What is no number is 0,
/// and what is too large is cut to what the type holds.
/// </summary>
internal static class StoredNumbers
{
    private const long Latest = 253_370_764_800_000;

    /// <summary>Whether a number of milliseconds is a time that this program can have written.</summary>
    public static bool IsTime(long milliseconds) => milliseconds is >= 0 and <= Latest;

    public static DateTimeOffset ToTime(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, 0, Latest));

    public static long ToLong(this RedisValue value) => value.TryParse(out long number) ? number
        : double.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real)
            ? (long)Math.Clamp(real, long.MinValue, long.MaxValue)
            : 0;

    public static int ToInt(this RedisValue value) => (int)Math.Clamp(value.ToLong(), int.MinValue, int.MaxValue);

    public static long ToLong(this RedisResult value) =>
        value.Resp2Type is ResultType.Array ? 0 : ((RedisValue)value).ToLong();

    public static int ToInt(this RedisResult value) => (int)Math.Clamp(value.ToLong(), int.MinValue, int.MaxValue);

    /// <summary>A value of an enumeration; <see langword="null"/>: this version does not know it.</summary>
    public static T? ToWord<T>(this RedisValue value)
        where T : struct, Enum =>
        value.TryParse(out int number) && (T)Enum.ToObject(typeof(T), number) is var word && Enum.IsDefined(word) ? word : null;
}
