namespace WeChatPush.Dispatching;

/// <summary>When to try again: doubling from the first delay to the longest, with jitter so that failures do not march in step.</summary>
internal static class RetryDelay
{
    // An outage that is not ours to count is looked at more often than a failure of the push itself.
    private static readonly TimeSpan MaxWhileBusy = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MaxWhileStopped = TimeSpan.FromMinutes(5);

    /// <summary>After the nth failed attempt, from 1.</summary>
    public static TimeSpan After(int attempt, DispatchingOptions options, Random random) =>
        Jitter(Exponential(attempt, options.FirstRetry, options.MaxRetry), random);

    /// <summary>After the nth look at an API that cannot be reached; not before the rest it is known to need.</summary>
    public static TimeSpan WhileBusy(long look, TimeSpan? rest, DispatchingOptions options, Random random)
    {
        var longest = Min(options.MaxRetry, MaxWhileBusy);
        var delay = Exponential((int)Math.Min(look, 32), options.FirstRetry, longest);
        return Jitter(rest is { } known ? Max(delay, Min(known, longest)) : delay, random);
    }

    /// <summary>While sending is stopped: at its end, but not so late that a repaired configuration is not noticed.</summary>
    public static TimeSpan WhileStopped(TimeSpan? rest, DispatchingOptions options, Random random)
    {
        var longest = Min(options.MaxRetry, MaxWhileStopped);
        return Jitter(rest is { } known && known < longest ? Max(known, TimeSpan.FromSeconds(1)) : longest, random);
    }

    private static TimeSpan Exponential(int attempt, TimeSpan first, TimeSpan longest)
    {
        var factor = Math.Pow(2, Math.Clamp(attempt - 1, 0, 40));
        return TimeSpan.FromTicks((long)Math.Min(first.Ticks * factor, longest.Ticks));
    }

    // Between the delay and a fifth more: never earlier than promised.
    private static TimeSpan Jitter(TimeSpan delay, Random random) => delay * (1 + (0.2 * random.NextDouble()));

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
