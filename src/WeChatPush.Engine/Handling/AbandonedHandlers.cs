using System.Collections.Concurrent;

namespace WeChatPush.Handling;

/// <summary>The runs of handlers that were given up and have not ended since.</summary>
internal sealed class AbandonedHandlers(TimeProvider time)
{
    private readonly ConcurrentDictionary<Task, Run> _runs = new();

    /// <summary>How many there are.</summary>
    public int Total => _runs.Count;

    /// <summary>How many there are of a handler.</summary>
    public int Count(string app, string handler) =>
        _runs.IsEmpty ? 0 : _runs.Values.Count(run => run.App == app && run.Handler == handler);

    /// <summary>A run was given up; it counts until it ends.</summary>
    public void Add(string app, string handler, Task running)
    {
        _runs[running] = new Run(app, handler, time.GetUtcNow());
        _ = running.ContinueWith(
            ended =>
            {
                // What it throws now has been answered for already.
                _ = ended.Exception;
                _runs.TryRemove(ended, out _);
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    /// <summary>Of each handler how many, and since when.</summary>
    public IReadOnlyList<(string App, string Handler, int Count, DateTimeOffset Since)> Read() =>
        [.. _runs.Values.GroupBy(run => (run.App, run.Handler)).OrderBy(runs => runs.Key)
            .Select(runs => (runs.Key.App, runs.Key.Handler, runs.Count(), runs.Min(run => run.Since)))];

    private readonly record struct Run(string App, string Handler, DateTimeOffset Since);
}
