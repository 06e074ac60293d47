using System.Collections.Concurrent;
using WeChatPush.Inbox;

namespace WeChatPush.Dispatching;

/// <summary>What the dispatcher's loop did last, and what waits for it.</summary>
internal sealed class DispatcherHealth(TimeProvider time)
{
    private volatile string? _problem;
    private readonly ConcurrentDictionary<string, byte> _deadLetterApps = new(StringComparer.Ordinal);
    private volatile IReadOnlyList<DueHead> _waiting = [];
    private volatile IReadOnlyList<DueHead> _overdue = [];
    private long _lastLook = time.GetUtcNow().UtcTicks;

    /// <summary>Why the last look at the inbox failed, or <see langword="null"/>.</summary>
    public string? Problem => _problem;

    /// <summary>When the loop last looked, by the system clock; at first, when it was made.</summary>
    public DateTimeOffset LastLook => new(Volatile.Read(ref _lastLook), TimeSpan.Zero);

    /// <summary>Of each app whose due pushes are not claimed, the oldest.</summary>
    public IReadOnlyList<DueHead> Waiting => _waiting;

    /// <summary>Of each app with a push that has been due for longer than <see cref="DueWatch.Limit"/>, the oldest, claimed or not.</summary>
    public IReadOnlyList<DueHead> Overdue => _overdue;

    public void Report(string? problem)
    {
        _problem = problem;
        Volatile.Write(ref _lastLook, time.GetUtcNow().UtcTicks);
    }

    public void ReportWaiting(IReadOnlyList<DueHead> waiting) => _waiting = waiting;

    public void ReportOverdue(IReadOnlyList<DueHead> overdue) => _overdue = overdue;

    /// <summary>A push of the app became a dead letter here.</summary>
    public void ReportDeadLetter(string app) => _deadLetterApps.TryAdd(app, 0);

    /// <summary>Takes out the apps that had a dead letter here since the last time.</summary>
    public IReadOnlyList<string> TakeDeadLetterApps()
    {
        if (_deadLetterApps.IsEmpty)
            return [];
        var apps = _deadLetterApps.Keys.ToList();
        foreach (var app in apps)
            _deadLetterApps.TryRemove(app, out _);
        return apps;
    }
}
