using System.Text.RegularExpressions;

namespace WeChatPush;

/// <summary>What a key of the admin API may be called.</summary>
internal static partial class AdminKeyName
{
    /// <summary>What a key without a name is called by, followed by the beginning of its hash.</summary>
    public const string OfNameless = "admin key ";

    /// <summary>What is wrong with another name.</summary>
    public const string Complaint =
        "must be 1 to 64 letters, digits and . _ - or blanks between them, and not begin with 'admin key'.";

    /// <summary>Whether it may be called so: nothing that a key without a name could be called, or that a log line could hide in.</summary>
    public static bool IsGood(string name) =>
        Pattern().IsMatch(name) && !$"{name} ".StartsWith(OfNameless, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^(?=.{1,64}\z)[\p{L}\p{Nd}][\p{L}\p{Nd}\p{M}._-]*( [\p{L}\p{Nd}\p{M}._-]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
