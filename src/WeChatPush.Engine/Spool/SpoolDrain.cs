using Microsoft.Extensions.Logging;
using WeChatPush.Coordination;
using WeChatPush.Storage;

namespace WeChatPush.Spool;

/// <summary>
/// Moves the spool to the shared inbox beside new arrivals, of each app the oldest first. No app waits for another: each has a
/// transfer of its own, and they take turns batch by batch. It also detects that a store that was away is back.
/// </summary>
internal sealed partial class SpoolDrain(
    ISpoolTarget target,
    IPushSpool spool,
    SharedStoreWatch watch,
    OutageLog outages,
    IStoreProbe probe,
    TimeProvider time,
    ILogger<SpoolDrain> logger)
    : PeriodicWorker(time)
{
    private const int Batch = 256;

    // Batches that are with the shared store at once. One whose server hangs keeps its place until its deadline.
    private const int MaxTransfers = 16;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan WhileWell = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenProbes = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turns = new(MaxTransfers);
    private readonly Dictionary<string, Task> _running = new(StringComparer.Ordinal);
    private long? _asked;
    private long? _probed;
    private long _handedOver;
    private long _seen;
    private long _logged;
    private volatile string? _interruption;
    private string? _loggedInterruption;

    /// <inheritdoc/>
    protected override TimeSpan PauseWhileAway => Look;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        try
        {
            await base.ExecuteAsync(ending.Token);
        }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAll(_running.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _running.Clear();
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask<TimeSpan> RunOnceAsync(CancellationToken stoppingToken)
    {
        await CheckAsync(stoppingToken);
        await ReapAsync();
        if (watch.Store is null)
            Start(stoppingToken);
        outages.Update();
        LogProgress();
        return Look;
    }

    // Also asked while all is well: an outage shall be known before the next push meets it.
    private async ValueTask CheckAsync(CancellationToken stoppingToken)
    {
        var suspicion = watch.Suspicion;
        if (watch.Store is null && suspicion is null && _asked is { } asked && Time.GetElapsedTime(asked) < WhileWell)
            return;
        _asked = Time.GetTimestamp();
        var problem = await probe.FindProblemAsync(stoppingToken);
        watch.Checked(problem, target.IsPartitioned, suspicion);
    }

    // What a transfer did not expect ends this service, and its supervision starts it again.
    private async ValueTask ReapAsync()
    {
        foreach (var (app, task) in _running.Where(running => running.Value.IsCompleted).ToList())
        {
            _running.Remove(app);
            await task;
        }
    }

    private void Start(CancellationToken stoppingToken)
    {
        foreach (var app in spool.Apps)
        {
            if (!_running.ContainsKey(app))
                _running.Add(app, Task.Run(() => DrainAsync(app, stoppingToken), CancellationToken.None));
        }

        // An app that is away with nothing spooled has no transfer that would find out that it is back.
        var away = watch.Apps;
        if (away.Count == 0 || (_probed is { } probed && Time.GetElapsedTime(probed) < BetweenProbes))
            return;
        _probed = Time.GetTimestamp();
        foreach (var (app, _) in away.Where(app => !_running.ContainsKey(app.App)))
            _running.Add(app, Task.Run(() => ProbeAsync(app, stoppingToken), CancellationToken.None));
    }

    private async Task ProbeAsync(string app, CancellationToken stoppingToken)
    {
        using var turn = await TakeTurnAsync(stoppingToken);
        if (turn is null)
            return;
        if (await target.FindProblemAsync(app, CancellationToken.None) is { } problem)
            watch.Failed(app, problem);
        else
            watch.Answered(app);
    }

    private async Task DrainAsync(string app, CancellationToken stoppingToken)
    {
        try
        {
            while (await TransferAsync(app, stoppingToken))
            {
            }

            _interruption = null;
        }
        catch (StoreUnavailableException error)
        {
            _interruption = error.Message;
        }
    }

    // One batch; false: it was the last, or not all of it was taken.
    private async Task<bool> TransferAsync(string app, CancellationToken stoppingToken)
    {
        using var turn = await TakeTurnAsync(stoppingToken);
        if (turn is null)
            return false;
        var batch = await spool.PeekAsync(app, Batch, CancellationToken.None);
        if (batch.Count == 0)
            return false;
        var (taken, problem) = await target.TakeAsync(app, [.. batch.Select(item => item.Push)]);
        if (problem is null)
            watch.Answered(app);
        else
            watch.Failed(app, problem);
        var gone = batch.Where((_, i) => taken[i]).ToList();
        spool.Release(gone);
        await spool.RemoveAsync(gone);
        Interlocked.Add(ref _handedOver, gone.Count);
        return gone.Count == batch.Count;
    }

    // Null: this service ends.
    private async Task<Turn?> TakeTurnAsync(CancellationToken stoppingToken)
    {
        try
        {
            await _turns.WaitAsync(stoppingToken);
            return new Turn(_turns);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private void LogProgress()
    {
        if (_interruption is { } interruption && interruption != _loggedInterruption)
            LogInterrupted(logger, interruption);
        _loggedInterruption = _interruption;

        // One line for all apps, when no more is handed over.
        var count = Volatile.Read(ref _handedOver);
        if (count > _logged && (count == _seen || spool.Count == 0))
        {
            LogDrained(logger, count - _logged, spool.Count);
            _logged = count;
        }

        _seen = count;
    }

    private sealed class Turn(SemaphoreSlim turns) : IDisposable
    {
        public void Dispose() => turns.Release();
    }

    [LoggerMessage(252, LogLevel.Information,
        "The spool handed over {Count} pushes; {Left} are left.")]
    private static partial void LogDrained(ILogger logger, long count, int left);

    [LoggerMessage(253, LogLevel.Warning, "The spool could not be read or written: {Reason}")]
    private static partial void LogInterrupted(ILogger logger, string reason);
}
