using System.Globalization;

namespace WeChatPush.Redis.Storage;

/// <summary>
/// How the data in Redis is laid out: a number that grows with each change, and the lowest number that a program must know to
/// work on it. In <c>{wechatpush}:format</c> they stand as <c>2 1</c>; data without the key is of format 1.
/// </summary>
/// <remarks>
/// During a rolling deployment the version before works on the same data. So a change only adds; what it makes superfluous is
/// removed, and <see cref="UsableFrom"/> raised, one version later.
/// </remarks>
/// <param name="Number">The format.</param>
/// <param name="UsableFrom">The lowest format that a program must know.</param>
internal readonly record struct RedisFormat(int Number, int UsableFrom)
{
    /// <summary>The format of this version; <see cref="RedisUpgrade"/> has the steps to it.</summary>
    public static readonly RedisFormat Current = new(2, 1);

    private static readonly RedisFormat Unnamed = new(1, 1);

    /// <summary>Why this version must not touch the data, or <see langword="null"/>.</summary>
    public string? Problem => UsableFrom <= Current.Number
        ? null
        : $"Redis was written by a newer version: its data has format {Number} and is for versions that know format "
            + $"{UsableFrom}, this one knows {Current.Number}. Start the newer version, or name another Redis in ConnectionStrings:Redis.";

    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">Another program has the key.</exception>
    public static RedisFormat Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return Unnamed;
        return text.Split(' ') is [var number, var usable]
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var format)
            && int.TryParse(usable, NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            ? new RedisFormat(format, from)
            : throw new FormatException("{wechatpush}:format in Redis is no format of this program.");
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number} {UsableFrom}");
}
