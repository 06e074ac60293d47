using Microsoft.Extensions.Logging;
using WeChatPush.Storage;

namespace WeChatPush.Coordination;

/// <summary>Has each stage forget what has had its time, batch by batch between the commits that matter.</summary>
internal sealed partial class RetentionSweeper(
    IEnumerable<ISweep> sweeps, TimeProvider time, ILogger<RetentionSweeper> logger) : PeriodicWorker(time)
{
    private const int BatchSize = 500;
    private static readonly TimeSpan WhileBehind = TimeSpan.FromMilliseconds(100);

    private readonly List<Entry> _entries = [.. sweeps.Select(sweep => new Entry(sweep))];

    /// <inheritdoc/>
    protected override TimeSpan PauseWhileAway => WhileBehind;

    /// <inheritdoc/>
    protected override async ValueTask<TimeSpan> RunOnceAsync(CancellationToken stoppingToken)
    {
        foreach (var entry in _entries.Where(entry => entry.Left(Time) <= TimeSpan.Zero))
            entry.Begin(Time, await SweepAsync(entry.Sweep, stoppingToken) ? WhileBehind : entry.Sweep.Interval);
        var pause = _entries.Count == 0 ? Timeout.InfiniteTimeSpan : _entries.Min(entry => entry.Left(Time));
        return pause < TimeSpan.Zero && pause != Timeout.InfiniteTimeSpan ? TimeSpan.Zero : pause;
    }

    // A store that is away keeps no other stage from being swept.
    private async ValueTask<bool> SweepAsync(ISweep sweep, CancellationToken stoppingToken)
    {
        try
        {
            return await sweep.SweepAsync(BatchSize, stoppingToken);
        }
        catch (StoreUnavailableException error)
        {
            LogNotSwept(logger, sweep.What, error.Message);
            return false;
        }
    }

    [LoggerMessage(310, LogLevel.Warning, "{What} could not be swept: {Reason}")]
    private static partial void LogNotSwept(ILogger logger, string what, string reason);

    private sealed class Entry(ISweep sweep)
    {
        private long? _begunAt;
        private TimeSpan _pause;

        public ISweep Sweep => sweep;

        public TimeSpan Left(TimeProvider time) =>
            _begunAt is { } begun ? _pause - time.GetElapsedTime(begun) : TimeSpan.Zero;

        public void Begin(TimeProvider time, TimeSpan pause) => (_begunAt, _pause) = (time.GetTimestamp(), pause);
    }
}
