using System.Globalization;
using System.Text;

namespace WeChatPush.Redis.Credits;

/// <summary>Where a walk through the reachable users is: the shard, and the last user that was returned.</summary>
internal readonly record struct ReachableCursor(int Shard, string LastUser)
{
    private const int ShardDigits = 4;

    /// <summary>Reads what <see cref="ToString"/> wrote; without a text, the beginning.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static ReachableCursor Parse(string? text)
    {
        if (text is null)
            return new(0, "");
        if (text.Length < ShardDigits)
            throw new FormatException("The cursor is not one of this ledger's.");
        return new(
            int.Parse(text.AsSpan(0, ShardDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
            Encoding.UTF8.GetString(Convert.FromHexString(text.AsSpan(ShardDigits))));
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Shard.ToString("x4", CultureInfo.InvariantCulture)
        + Convert.ToHexStringLower(Encoding.UTF8.GetBytes(LastUser));
}
