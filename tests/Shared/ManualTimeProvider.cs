namespace WeChatPush.TestSupport;

/// <summary>A clock that moves when it is told to. Timers that fall due run inside <see cref="Advance"/>.</summary>
internal sealed class ManualTimeProvider(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = start;
    private long _timestamp;

    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long GetTimestamp()
    {
        lock (_gate)
            return _timestamp;
    }

    /// <summary>Moves both clocks forward.</summary>
    public void Advance(TimeSpan by)
    {
        lock (_gate)
        {
            _now += by;
            _timestamp += by.Ticks;
        }

        RunDueTimers();
    }

    /// <summary>Moves only the wall clock, as somebody who sets it would.</summary>
    public void Jump(TimeSpan by)
    {
        lock (_gate)
            _now += by;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        lock (_gate)
            _timers.Add(timer);
        if (dueTime == TimeSpan.Zero)
            RunDueTimers();
        return timer;
    }

    private void RunDueTimers()
    {
        while (true)
        {
            ManualTimer? due;
            lock (_gate)
                due = _timers.Where(timer => timer.DueAt <= _timestamp).MinBy(timer => timer.DueAt);
            if (due is null)
                return;
            due.Fire();
        }
    }

    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        private long _period = -1;

        public long DueAt { get; private set; } = long.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                DueAt = dueTime < TimeSpan.Zero ? long.MaxValue : clock._timestamp + dueTime.Ticks;
                _period = period > TimeSpan.Zero ? period.Ticks : -1;
            }

            return true;
        }

        public void Fire()
        {
            lock (clock._gate)
                DueAt = _period > 0 ? DueAt + _period : long.MaxValue;
            callback(state);
        }

        public void Dispose()
        {
            lock (clock._gate)
                clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
