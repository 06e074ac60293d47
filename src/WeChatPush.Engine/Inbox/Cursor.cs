using System.Globalization;

namespace WeChatPush.Inbox;

/// <summary>Where a page ended, opaque to the caller.</summary>
internal static class Cursor
{
    /// <summary>The position a cursor stands for; without one, the beginning of the list.</summary>
    /// <exception cref="FormatException">The text is not a cursor that <see cref="Format"/> made.</exception>
    public static long Parse(string? cursor) =>
        cursor is null ? long.MaxValue
        : TryParse(cursor, out var position) ? position
        : throw new FormatException("The cursor is not one that a list answered with.");

    public static bool TryParse(string cursor, out long position) =>
        long.TryParse(cursor, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out position)
        && cursor.Length == 16 && position > 0;

    public static string Format(long position) => position.ToString("x16", CultureInfo.InvariantCulture);
}
