using Microsoft.Extensions.Logging;
using WeChatPush.Apps;
using WeChatPush.Coordination;
using WeChatPush.Inbox;
using WeChatPush.Storage;

namespace WeChatPush.Operations;

/// <summary>
/// Works on the operations that run, of which one step is done at a time: the store and the handlers have the rest of the time.
/// </summary>
internal sealed partial class OperationRunner : PeriodicWorker
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MinPause = TimeSpan.FromMilliseconds(1);

    // Sooner than it is time for the next step of any operation, a new one has its first.
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(2);

    private readonly string _holder = Guid.NewGuid().ToString("N");
    private readonly Dictionary<string, (OperationRun Run, long DueAt)> _runs = new(StringComparer.Ordinal);
    private readonly OperationBook _book;
    private readonly AppCatalog _apps;
    private readonly IDeadLetterStore _store;
    private readonly ILogger _logger;
    private readonly WorkSignal _signal;

    public OperationRunner(
        OperationBook book, AppCatalog apps, IDeadLetterStore store, TimeProvider time, ILogger<OperationRunner> logger)
        : base(time)
    {
        (_book, _apps, _store, _logger, _signal) = (book, apps, store, logger, new WorkSignal(time));
        book.Changed += _signal.Set;
    }

    /// <inheritdoc/>
    protected override TimeSpan PauseWhileAway => TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        foreach (var (run, _) in _runs.Values)
        {
            try
            {
                await run.ReleaseAsync(cancellationToken);
            }
            catch (Exception error) when (error is StoreUnavailableException or OperationCanceledException)
            {
                // Its lease ends by itself.
            }
        }

        _runs.Clear();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _book.Changed -= _signal.Set;
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async ValueTask<TimeSpan> RunOnceAsync(CancellationToken stoppingToken)
    {
        var running = _book.List().Where(one => one.Operation.IsRunning && _apps.Find(one.App) is not null).ToList();
        foreach (var ended in _runs.Keys.Except(running.Select(one => one.Operation.Id)).ToList())
            _runs.Remove(ended);
        StoreUnavailableException? away = null;
        foreach (var (app, operation) in running)
        {
            try
            {
                await RunAsync(app, operation, stoppingToken);
            }
            catch (StoreUnavailableException error)
            {
                // Of a cluster a part may be away: the operations of other apps go on.
                away ??= error;
            }
        }

        if (away is not null)
            throw away;
        return _runs.Count == 0 ? Idle : Pause(_runs.Values.Min(run => run.DueAt));
    }

    /// <inheritdoc/>
    protected override Task WaitAsync(TimeSpan pause, CancellationToken stoppingToken) => _signal.WaitAsync(pause, stoppingToken);

    /// <inheritdoc/>
    protected override void ReportUnavailable(StoreUnavailableException error) => LogWaiting(_logger, error.Message);

    private async ValueTask RunAsync(string app, StoredOperation operation, CancellationToken stoppingToken)
    {
        if (!_runs.TryGetValue(operation.Id, out var known))
            known = (new(app, operation, _holder, _store, _book, Time), 0);
        if (known.DueAt > Time.GetTimestamp())
            return;
        _runs[operation.Id] = known;
        if (await known.Run.StepAsync(stoppingToken) is { } pause)
            _runs[operation.Id] = (known.Run, Time.GetTimestamp() + (long)(pause.TotalSeconds * Time.TimestampFrequency));
        else
            _runs.Remove(operation.Id);
    }

    private TimeSpan Pause(long dueAt)
    {
        var pause = TimeSpan.FromSeconds((dueAt - Time.GetTimestamp()) / (double)Time.TimestampFrequency);
        return pause < MinPause ? MinPause : pause < MaxPause ? pause : MaxPause;
    }

    [LoggerMessage(1301, LogLevel.Warning, "Operations on dead letters wait for the store, and go on where they are: {Reason}")]
    private static partial void LogWaiting(ILogger logger, string reason);
}
