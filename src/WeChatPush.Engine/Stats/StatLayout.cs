using System.Collections.Frozen;

namespace WeChatPush.Stats;

/// <summary>
/// Which figure has which number. The numbers are stored: words are only added at the end of their list, and no list moves.
/// </summary>
internal static class StatLayout
{
    /// <summary>How many figures there may be.</summary>
    public const int Size = 128;

    /// <summary>Credits counted.</summary>
    public const int Earned = 96;

    /// <summary>Credits that a message used.</summary>
    public const int Spent = 97;

    /// <summary>How often <see cref="Depth"/> and <see cref="Oldest"/> were looked at; 0: they are not known.</summary>
    public const int Looks = 98;

    /// <summary>Unfinished pushes, at the look that found the most.</summary>
    public const int Depth = 99;

    /// <summary>For how long the push waits that has been due longest, in seconds, at the look that found the longest.</summary>
    public const int Oldest = 100;

    /// <summary>How requests to push URLs ended.</summary>
    public static readonly StatWords Pushes = new(
        0,
        "accepted", "duplicate", "answered", "notAnswered", "verified", "methodNotAllowed", "unknownApp", "badQuery", "badSignature",
        "notFromGateway", "fromClient", "staleTimestamp", "nonceReused", "unsignedPayment", "tooLarge", "brokenBody", "tooSlow",
        "malformed", "notEncrypted", "noKey", "undecryptable", "wrongSender", "wrongRecipient", "notStored", "overloaded", "noMemory");

    /// <summary>How attempts at pushes ended.</summary>
    public static readonly StatWords Handled = new(
        32, "done", "dead", "failed", "busy", "postponed", "released", "leaseLost");

    /// <summary>How WeChat answered sends.</summary>
    public static readonly StatWords Sends = new(
        48, "sent", "busy", "credential", "quota", "user", "request", "operator", "uncertain", "rate");

    /// <summary>The outcomes for whose answer WeChat waited; the time to refuse something else says nothing of the service.</summary>
    public static readonly FrozenSet<string> Timed = FrozenSet.Create(
        StringComparer.Ordinal, "accepted", "duplicate", "answered", "notAnswered", "notStored", "overloaded", "noMemory");
}

/// <summary>The words of one kind of figure, numbered from a first number on.</summary>
internal sealed class StatWords(int first, params string[] words)
{
    private readonly FrozenDictionary<string, int> _numbers =
        words.Index().ToFrozenDictionary(word => word.Item, word => first + word.Index, StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public IReadOnlyList<string> Words => words;

    /// <summary>The number of a word, or -1.</summary>
    public int Find(string? word) => word is not null && _numbers.TryGetValue(word, out var number) ? number : -1;

    /// <summary>What was counted, without what was not.</summary>
    public IReadOnlyDictionary<string, long> Read(StatFigures figures) => _numbers
        .Where(word => figures[word.Value] > 0)
        .OrderBy(word => word.Value)
        .ToDictionary(word => word.Key, word => figures[word.Value], StringComparer.Ordinal);
}
