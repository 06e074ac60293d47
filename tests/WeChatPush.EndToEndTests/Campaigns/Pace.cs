namespace WeChatPush.EndToEndTests.Campaigns;

/// <summary>How fast messages came.</summary>
/// <param name="Mean">Messages per second, from the first to the last.</param>
/// <param name="Busiest">Messages in the busiest second, wherever that begins.</param>
/// <param name="After">How long after the first message it begins.</param>
internal sealed record Pace(double Mean, int Busiest, TimeSpan After)
{
    public static Pace From(IReadOnlyList<DateTimeOffset> times)
    {
        var sorted = times.Order().ToList();
        var (busiest, first, after) = (0, 0, TimeSpan.Zero);
        for (var last = 0; last < sorted.Count; last++)
        {
            while (sorted[last] - sorted[first] >= TimeSpan.FromSeconds(1))
                first++;
            if (last - first + 1 > busiest)
                (busiest, after) = (last - first + 1, sorted[first] - sorted[0]);
        }

        return new((sorted.Count - 1) / (sorted[^1] - sorted[0]).TotalSeconds, busiest, after);
    }
}
