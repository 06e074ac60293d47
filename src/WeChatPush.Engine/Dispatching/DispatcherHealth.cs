using WeChatPush.Inbox;

namespace WeChatPush.Dispatching;

/// <summary>What the dispatcher's loop did last, and what waits for it.</summary>
internal sealed class DispatcherHealth(TimeProvider time)
{
    private volatile string? _problem;
    private volatile IReadOnlyList<DueHead> _waiting = [];
    private long _lastLook = time.GetUtcNow().UtcTicks;

    /// <summary>Why the last look at the inbox failed, or <see langword="null"/>.</summary>
    public string? Problem => _problem;

    /// <summary>When the loop last looked, by the system clock; at first, when it was made.</summary>
    public DateTimeOffset LastLook => new(Volatile.Read(ref _lastLook), TimeSpan.Zero);

    /// <summary>Of each app whose due pushes are not claimed, the oldest.</summary>
    public IReadOnlyList<DueHead> Waiting => _waiting;

    public void Report(string? problem)
    {
        _problem = problem;
        Volatile.Write(ref _lastLook, time.GetUtcNow().UtcTicks);
    }

    public void ReportWaiting(IReadOnlyList<DueHead> waiting) => _waiting = waiting;
}
