using System.Text.RegularExpressions;

namespace WeChatPush;

/// <summary>
/// The <c>Content</c> pattern of a rule. It is the operator's, the content a stranger's, and the answer to WeChat may wait
/// for it: so it never backtracks, and its time grows with the content only, of which it sees the beginning.
/// </summary>
internal sealed class RulePattern
{
    /// <summary>How long one match may take. A linear one on <see cref="MaxContent"/> characters is far below.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(125);

    /// <summary>How much of a content is looked at. WeChat lets a user write about 600 characters.</summary>
    public const int MaxContent = 4096;

    private readonly Regex _regex;

    /// <summary>Compiles a pattern.</summary>
    /// <exception cref="ArgumentException">It is not a pattern.</exception>
    /// <exception cref="NotSupportedException">
    /// It cannot do without backtracking: it has back-references, lookarounds, atomic groups or conditions; or its counted
    /// repetitions are too large.
    /// </exception>
    public RulePattern(string pattern) =>
        _regex = new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, Timeout);

    /// <summary>Whether the beginning of the content matches.</summary>
    /// <exception cref="RegexMatchTimeoutException">It takes too long.</exception>
    public bool IsMatch(ReadOnlySpan<char> content) =>
        _regex.IsMatch(content.Length > MaxContent ? content[..MaxContent] : content);
}
