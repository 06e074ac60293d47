using System.Text.RegularExpressions;

namespace WeChatPush;

/// <summary>The <c>Content</c> patterns of rules.</summary>
internal static class RulePattern
{
    /// <summary>How long one match may take: the time of a linear one on the longest body is far below.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(250);

    /// <summary>Compiles a pattern into one that never backtracks, so that its time grows with the content only.</summary>
    /// <exception cref="ArgumentException">It is not a pattern.</exception>
    /// <exception cref="NotSupportedException">
    /// It cannot do without backtracking: it has back-references, lookarounds, atomic groups or conditions.
    /// </exception>
    public static Regex Compile(string pattern) =>
        new(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, Timeout);
}
