using Microsoft.Data.Sqlite;

namespace WeChatPush.Sqlite.Connection;

/// <summary>
/// Reads columns whatever lies in them. A file may be damaged, or written by a newer version, and one odd value must not
/// keep a step from the other rows: a number that is too large is cut to what the type holds, a missing one is 0.
/// </summary>
internal static class StoredValues
{
    private const int MaxCount = (1 << 30) - 1;

    private static readonly long Earliest = DateTimeOffset.UnixEpoch.ToUnixTimeMilliseconds();
    private static readonly long Latest = new DateTimeOffset(9999, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    /// <summary>Whether a number of milliseconds is a time that this program can have written.</summary>
    public static bool IsTime(long milliseconds) => milliseconds >= Earliest && milliseconds <= Latest;

    public static DateTimeOffset ToTime(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, Earliest, Latest));

    public static int ToInt(long number) => (int)Math.Clamp(number, int.MinValue, int.MaxValue);

    public static long Long(this SqliteDataReader row, int column) => row.IsDBNull(column) ? 0 : row.GetInt64(column);

    public static int Int(this SqliteDataReader row, int column) => ToInt(row.Long(column));

    /// <summary>How many of something, so far from the ends of its type that a step can add to it.</summary>
    public static int Count(this SqliteDataReader row, int column) => (int)Math.Clamp(row.Long(column), 0, MaxCount);

    public static bool Flag(this SqliteDataReader row, int column) => row.Long(column) != 0;

    public static DateTimeOffset Time(this SqliteDataReader row, int column) => ToTime(row.Long(column));

    /// <summary>Whether a column is a number of milliseconds that this program can have written.</summary>
    public static bool IsTime(this SqliteDataReader row, int column) =>
        row.GetFieldType(column) == typeof(long) && !row.IsDBNull(column) && IsTime(row.GetInt64(column));

    public static DateTimeOffset? OptionalTime(this SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.Time(column);

    public static int? OptionalInt(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.Int(column);

    public static long? OptionalLong(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.Long(column);

    public static string? OptionalText(this SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);

    public static string Text(this SqliteDataReader row, int column) => row.OptionalText(column) ?? "";

    public static byte[] Bytes(this SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? [] : row.GetFieldValue<byte[]>(column);

    /// <summary>A value of an enumeration; <see langword="null"/>: this version does not know it.</summary>
    public static T? Word<T>(this SqliteDataReader row, int column)
        where T : struct, Enum =>
        !row.IsDBNull(column) && row.GetFieldType(column) == typeof(long) && (T)Enum.ToObject(typeof(T), row.Int(column)) is var word
            && Enum.IsDefined(word)
            ? word
            : null;
}
