namespace WeChatPush.Server.Api.Bodies;

/// <summary>Guesses which member a misspelt name means, as the engine guesses at configuration keys.</summary>
internal static class NearestName
{
    /// <summary>The nearest of some names, whatever its case; <see langword="null"/>: none is near.</summary>
    public static string? Find(string name, IReadOnlyList<string> names)
    {
        var nearest = names.MinBy(candidate => Distance(name, candidate));
        return nearest is not null && Distance(name, nearest) <= Math.Max(2, nearest.Length / 3) ? nearest : null;
    }

    // Levenshtein, with the two last rows of the table.
    private static int Distance(string left, string right)
    {
        var (above, row) = (new int[right.Length + 1], new int[right.Length + 1]);
        for (var j = 0; j <= right.Length; j++)
            row[j] = j;
        foreach (var letter in left)
        {
            (above, row) = (row, above);
            row[0] = above[0] + 1;
            for (var j = 0; j < right.Length; j++)
            {
                var isSame = char.ToUpperInvariant(letter) == char.ToUpperInvariant(right[j]);
                row[j + 1] = Math.Min(above[j] + (isSame ? 0 : 1), Math.Min(above[j + 1], row[j]) + 1);
            }
        }

        return row[^1];
    }
}
