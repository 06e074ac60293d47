namespace WeChatPush.Simulator.FakeApi.Faults;

/// <summary>
/// How the message sends came in over time, however many they are: it remembers the last second only, and the most that
/// any second had, wherever that begins.
/// </summary>
public sealed class FakeRhythm
{
    private const int StepsPerSecond = 100;

    private readonly Lock _gate = new();
    private readonly int[] _steps = new int[StepsPerSecond];
    private readonly TimeProvider _time;
    private long _first;
    private long _last;
    private long _step;
    private int _inLastSecond;
    private FakeRhythmFigures _figures;

    internal FakeRhythm(TimeProvider time) => _time = time;

    /// <summary>What was seen since the last reset.</summary>
    public FakeRhythmFigures Figures
    {
        get
        {
            lock (_gate)
                return _figures;
        }
    }

    internal void Add()
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            if (_figures.Sends == 0)
                _first = _last = now;
            var elapsed = _time.GetElapsedTime(_first, now);
            MoveOn((long)(elapsed.TotalSeconds * StepsPerSecond));
            _steps[_step % StepsPerSecond]++;
            _inLastSecond++;
            var silence = _time.GetElapsedTime(_last, now).TotalSeconds;
            _last = now;
            _figures = new()
            {
                Sends = _figures.Sends + 1,
                Seconds = elapsed.TotalSeconds,
                FullestSecond = Math.Max(_figures.FullestSecond, _inLastSecond),
                FullestUntil = _inLastSecond > _figures.FullestSecond ? elapsed.TotalSeconds : _figures.FullestUntil,
                MaxGap = Math.Max(_figures.MaxGap, silence),
                SilentUntil = silence > _figures.MaxGap ? elapsed.TotalSeconds : _figures.SilentUntil,
            };
        }
    }

    internal void Clear()
    {
        lock (_gate)
        {
            Array.Clear(_steps);
            (_step, _inLastSecond, _figures) = (0, 0, default);
        }
    }

    private void MoveOn(long step)
    {
        for (var left = Math.Min(step - _step, StepsPerSecond); left > 0; left--)
        {
            ref var oldest = ref _steps[++_step % StepsPerSecond];
            _inLastSecond -= oldest;
            oldest = 0;
        }

        _step = step;
    }
}

/// <summary>The rhythm of the sends in figures; moments are seconds after the first send.</summary>
public readonly record struct FakeRhythmFigures
{
    /// <summary>How many there were, refused ones included.</summary>
    public long Sends { get; init; }

    /// <summary>From the first to the last.</summary>
    public double Seconds { get; init; }

    /// <summary>The most that came within one second.</summary>
    public int FullestSecond { get; init; }

    /// <summary>When that second ended.</summary>
    public double FullestUntil { get; init; }

    /// <summary>The longest time, in seconds, in which none came.</summary>
    public double MaxGap { get; init; }

    /// <summary>When that ended.</summary>
    public double SilentUntil { get; init; }
}
