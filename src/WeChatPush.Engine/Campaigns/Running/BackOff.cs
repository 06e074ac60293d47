namespace WeChatPush.Campaigns.Running;

/// <summary>How long to leave WeChat alone: one second, then twice as long each time, until something is sent.</summary>
internal sealed class BackOff(TimeProvider time)
{
    private static readonly TimeSpan MaxLength = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private long _since;
    private TimeSpan _length;
    private int _times;

    /// <summary>How long it still lasts.</summary>
    public TimeSpan Left
    {
        get
        {
            lock (_gate)
                return _length - time.GetElapsedTime(_since);
        }
    }

    /// <summary>Begins one. A send that was under way when it began meets the same failure, and does not prolong it.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            if (_length > time.GetElapsedTime(_since))
                return;
            _since = time.GetTimestamp();
            _length = TimeSpan.FromSeconds(Math.Min(MaxLength.TotalSeconds, 1L << Math.Min(_times++, 5)));
        }
    }

    /// <summary>Something was sent.</summary>
    public void Reset()
    {
        lock (_gate)
            _times = 0;
    }
}
