using System.Collections.Concurrent;

namespace WeChatPush.Feed;

/// <summary>
/// Which apps are watched somewhere, and how much of them is still published in this second. Each app and kind has a budget of its own,
/// so that one app's flood does not hide another app's events.
/// </summary>
internal sealed class FeedInterest(TimeProvider time)
{
    // What an announcement without apps names. No app has this name.
    private const string All = "*";

    private readonly ConcurrentDictionary<string, long> _until = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string? App, FeedKind Kind), Budget> _budgets = new();
    private volatile bool _any;

    /// <summary>An instance watches these apps; <see langword="null"/>: all.</summary>
    public void Add(IReadOnlyCollection<string>? apps)
    {
        var until = time.GetTimestamp() + (long)(FeedLimits.Interest.TotalSeconds * time.TimestampFrequency);
        foreach (var app in apps ?? [All])
            _until[app] = until;
        _any = !_until.IsEmpty;
    }

    /// <summary>Whether events of an app are watched; <see langword="null"/>: of the server.</summary>
    public bool Includes(string? app) => _any && (IsLive(All) || (app is not null && IsLive(app)));

    /// <summary>Forgets what is not watched any more. To be called about once a second; returns whether anything is.</summary>
    public bool Prune()
    {
        var now = time.GetTimestamp();
        foreach (var (app, until) in _until)
        {
            if (until <= now)
                _until.TryRemove(KeyValuePair.Create(app, until));
        }

        _any = !_until.IsEmpty;
        if (!_any)
            _budgets.Clear();
        return _any;
    }

    /// <summary>Takes one event of the budget. False: there is none left in this second.</summary>
    public bool TryTake(string? app, FeedKind kind)
    {
        var second = time.GetTimestamp() / time.TimestampFrequency;
        return _budgets.GetOrAdd((app, kind), static _ => new()).TryTake(second);
    }

    /// <summary>Takes out how many events were left out, by app.</summary>
    public IEnumerable<(string? App, long Count)> TakeSkipped()
    {
        foreach (var ((app, _), budget) in _budgets)
        {
            if (budget.TakeSkipped() is > 0 and var count)
                yield return (app, count);
        }
    }

    private bool IsLive(string app) => _until.TryGetValue(app, out var until) && time.GetTimestamp() < until;

    private sealed class Budget
    {
        private long _second;
        private int _taken;
        private long _skipped;

        // A race at the turn of a second takes a few more.
        public bool TryTake(long second)
        {
            if (Interlocked.Exchange(ref _second, second) != second)
                Volatile.Write(ref _taken, 0);
            if (Interlocked.Increment(ref _taken) <= FeedLimits.MaxPerSecond)
                return true;
            Interlocked.Increment(ref _skipped);
            return false;
        }

        public long TakeSkipped() => Interlocked.Exchange(ref _skipped, 0);
    }
}
