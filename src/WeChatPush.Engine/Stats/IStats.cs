namespace WeChatPush.Stats;

/// <summary>What happened to the apps over time.</summary>
public interface IStats
{
    /// <summary>
    /// A series. It is written once a minute, so the last minute of each instance may be missing.
    /// </summary>
    /// <exception cref="Storage.StoreUnavailableException">The store cannot be reached.</exception>
    ValueTask<StatSeries> ReadAsync(StatQuery query, CancellationToken cancellationToken);
}

/// <summary>Which series.</summary>
/// <param name="Apps">The apps whose sum it is; <see langword="null"/>: all that are configured.</param>
/// <param name="From">From when on; the series begins with the step that this is in.</param>
/// <param name="To">Until when; the series ends with the step before which this is.</param>
/// <param name="Step">How long a step is: a multiple of <see cref="StatLimits.Slot"/>.</param>
public sealed record StatQuery(IReadOnlyCollection<string>? Apps, DateTimeOffset From, DateTimeOffset To, TimeSpan Step);

/// <summary>What may be asked.</summary>
public static class StatLimits
{
    /// <summary>The shortest step; 5 minutes.</summary>
    public static TimeSpan Slot => StatSlots.Length;

    /// <summary>The most steps of a series.</summary>
    public const int MaxSteps = 2000;
}

/// <summary>A series.</summary>
/// <param name="From">The beginning of the first step.</param>
/// <param name="To">The end of the last one.</param>
/// <param name="StepSeconds">How long a step is, in seconds.</param>
/// <param name="Items">The steps in which something happened, oldest first.</param>
/// <param name="Restarts">The starts of instances, oldest first; the newest 1000.</param>
public sealed record StatSeries(
    DateTimeOffset From, DateTimeOffset To, long StepSeconds, IReadOnlyList<StatStep> Items, IReadOnlyList<StatRestart> Restarts);

/// <summary>What happened in one step.</summary>
public sealed record StatStep
{
    /// <summary>The beginning of the step.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Answers to requests to push URLs, by outcome; without those that did not occur.</summary>
    public required IReadOnlyDictionary<string, long> Pushes { get; init; }

    /// <summary>Within how many milliseconds half of the pushes were answered, refusals aside.</summary>
    public double? AnswerP50Ms { get; init; }

    /// <summary>Within how many milliseconds 99 of 100 pushes were answered, refusals aside.</summary>
    public double? AnswerP99Ms { get; init; }

    /// <summary>Attempts at pushes, by what became of the push; without what did not occur.</summary>
    public required IReadOnlyDictionary<string, long> Handled { get; init; }

    /// <summary>The most unfinished pushes that were found, dead letters aside; it is looked once a minute while something happens.</summary>
    public long? Depth { get; init; }

    /// <summary>For how many seconds, at most, a push was found to be due.</summary>
    public long? OldestSeconds { get; init; }

    /// <summary>Messages to users, by the class of WeChat's answer; without what did not occur.</summary>
    public required IReadOnlyDictionary<string, long> Sends { get; init; }

    /// <summary>Credits that were counted.</summary>
    public long CreditsEarned { get; init; }

    /// <summary>Credits that messages used.</summary>
    public long CreditsSpent { get; init; }
}

/// <summary>An instance started.</summary>
/// <param name="At">When.</param>
/// <param name="Instance">Its machine, and a part that is another one after each start.</param>
/// <param name="Version">The version of the program.</param>
public sealed record StatRestart(DateTimeOffset At, string Instance, string Version);
