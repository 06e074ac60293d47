namespace WeChatPush.Simulator.Loading;

/// <summary>Milliseconds, sorted, and what is asked of them.</summary>
internal sealed record LoadTimes(double P50, double P90, double P99, double P999, double Max)
{
    public static LoadTimes From(IEnumerable<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToArray();
        return new LoadTimes(At(0.5), At(0.9), At(0.99), At(0.999), At(1));

        double At(double share) =>
            sorted.Length == 0 ? 0 : Math.Round(sorted[Math.Clamp((int)Math.Ceiling(sorted.Length * share) - 1, 0, sorted.Length - 1)], 2);
    }
}
