namespace WeChatPush;

/// <summary>Guesses which known word was meant.</summary>
internal static class Spelling
{
    /// <summary>The known word nearest to a misspelt one, or <see langword="null"/> if none is near.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        var (best, distance) = known
            .Select(candidate => (candidate, distance: Distance(word.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .MinBy(pair => pair.distance);
        return best is not null && distance <= Math.Max(2, best.Length / 3) ? best : null;
    }

    // Levenshtein, one row at a time.
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
