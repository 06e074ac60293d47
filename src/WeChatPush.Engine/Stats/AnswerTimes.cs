namespace WeChatPush.Stats;

/// <summary>Times of answers in classes, each half as wide again as the one before: from 0.05 ms to 14 s.</summary>
internal static class AnswerTimes
{
    private const int First = 64;
    private const int Count = 32;
    private const double Min = 0.05;
    private const double Ratio = 1.5;

    private static readonly double LogOfRatio = Math.Log(Ratio);

    /// <summary>The figure that counts a time.</summary>
    public static int Find(double seconds)
    {
        var milliseconds = seconds * 1000;
        return milliseconds <= Min
            ? First
            : First + Math.Clamp((int)Math.Ceiling(Math.Log(milliseconds / Min) / LogOfRatio), 0, Count - 1);
    }

    /// <summary>
    /// The time in milliseconds within which this share of the answers were given, or <see langword="null"/> without any; at most
    /// as far off as its class is wide.
    /// </summary>
    public static double? Quantile(StatFigures figures, double share)
    {
        var all = 0L;
        for (var i = 0; i < Count; i++)
            all += figures[First + i];
        if (all == 0)
            return null;

        var (rank, below) = (share * all, 0L);
        for (var i = 0; i < Count; i++)
        {
            var here = figures[First + i];
            if (here > 0 && below + here >= rank)
                return Round(Min * Math.Pow(Ratio, i - 1 + ((rank - below) / here)));
            below += here;
        }

        return Round(Min * Math.Pow(Ratio, Count - 1));
    }

    private static double Round(double milliseconds) => Math.Round(milliseconds, milliseconds < 10 ? 2 : 0);
}
