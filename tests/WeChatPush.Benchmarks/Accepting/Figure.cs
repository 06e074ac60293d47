namespace WeChatPush.Benchmarks.Accepting;

/// <summary>The median of a figure, and between what the runs had it.</summary>
internal readonly record struct Figure(double Median, double Lowest, double Highest)
{
    /// <summary>Of what was measured; of an even number the median lies between the two in the middle.</summary>
    public static Figure From(IEnumerable<double> measured)
    {
        var sorted = measured.Order().ToArray();
        return new((sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, sorted[0], sorted[^1]);
    }

    /// <summary>As the lowest and the highest; as the one figure there is where they read the same.</summary>
    public string Show(string? format = null)
    {
        var (lowest, highest) = (Bar.Number(Lowest, format), Bar.Number(Highest, format));
        return lowest == highest ? lowest : $"{lowest}-{highest}";
    }
}
