namespace WeChatPush.Dispatching;

/// <summary>What the dispatcher's loop did last.</summary>
internal sealed class DispatcherHealth(TimeProvider time)
{
    private volatile string? _problem;
    private long _lastLook;

    /// <summary>Why the last look at the inbox failed, or <see langword="null"/>.</summary>
    public string? Problem => _problem;

    /// <summary>When the loop last looked, by the system clock.</summary>
    public DateTimeOffset LastLook => new(Volatile.Read(ref _lastLook), TimeSpan.Zero);

    public void Report(string? problem)
    {
        _problem = problem;
        Volatile.Write(ref _lastLook, time.GetUtcNow().UtcTicks);
    }
}
