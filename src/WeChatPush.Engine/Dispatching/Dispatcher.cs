using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPush.Apps;
using WeChatPush.Coordination;
using WeChatPush.Handling;
using WeChatPush.Inbox;
using WeChatPush.Storage;
using WeChatPush.Telemetry;

namespace WeChatPush.Dispatching;

/// <summary>
/// The work after the answer: claims pushes while there is room, runs each under its lease, and settles it. The inbox keeps
/// the order of each user; the dispatcher only keeps all its places in use.
/// </summary>
internal sealed partial class Dispatcher(
    IInbox inbox,
    PushHandling handling,
    AppCatalog apps,
    IOptionsMonitor<WeChatPushOptions> options,
    TimeProvider time,
    DispatcherHealth health,
    PushEvents events,
    ILogger<Dispatcher> logger) : BackgroundService
{
    // Signals may be lost (another process, a moved clock), so the inbox is also polled.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StoreBackOff = TimeSpan.FromSeconds(1);

    /// <summary>How long pushes in flight may take to finish after the host began to stop.</summary>
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    /// <summary>How long handlers may take to end once they are cancelled.</summary>
    private static readonly TimeSpan CancellationGrace = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, InFlightPush> _inFlight = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _abandon = new();
    private readonly WorkSignal _freed = new(time);
    private readonly WorkSignal _changed = new(time);
    private bool _saidOnlyReceives;

    private DispatchingOptions Settings => options.CurrentValue.Dispatching;

    public override void Dispose()
    {
        _abandon.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var drained = new CancellationTokenSource();
        using var changes = options.OnChange(_ =>
        {
            _changed.Set();
            _freed.Set();
        });
        var renewal = RenewAsync(drained.Token);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ClaimAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception error)
            {
                // No exception may end the loop; the store logs its own failures.
                if (error is not StoreUnavailableException)
                    LogLoopFailed(logger, error);
                health.Report(error.Message);
                await PauseAsync(StoreBackOff, stoppingToken);
            }
        }

        await DrainAsync();
        await drained.CancelAsync();
        await renewal;
    }

    private async Task ClaimAsync(CancellationToken stoppingToken)
    {
        if (Settings.Concurrency == 0)
        {
            await OnlyReceiveAsync(stoppingToken);
            return;
        }

        var (room, awaiting) = (Room, Volatile.Read(ref _awaiting));

        // A request that waits does not queue for a free place: it has seconds.
        var (pushes, nextDue) = room > 0
            ? await inbox.ClaimAsync(room, ClaimScope.All, Quota(), stoppingToken)
            : await inbox.ClaimAsync(Math.Max(1, DispatchingOptions.MaxAwaitingReply - awaiting), ClaimScope.AwaitingReply, stoppingToken);
        health.Report(null);
        Take(pushes);
        if (pushes.Count == 0)
            await WaitAsync(room > 0 ? WaitFor(nextDue) : MaxWait, stoppingToken);
    }

    // Until the configuration changes.
    private async Task OnlyReceiveAsync(CancellationToken stoppingToken)
    {
        if (!_saidOnlyReceives)
            LogOnlyReceives(logger);
        _saidOnlyReceives = true;
        health.Report(null);
        await _freed.WaitAsync(MaxWait, stoppingToken);
    }

    /// <summary>Waits for work, for a place that became free, or for the limit.</summary>
    private async Task WaitAsync(TimeSpan limit, CancellationToken stoppingToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var work = inbox.WaitForWorkAsync(limit, over.Token);
        var free = _freed.WaitAsync(limit, over.Token);
        await Task.WhenAny(work, free);
        await over.CancelAsync();
        await Task.WhenAll(work, free).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stoppingToken.ThrowIfCancellationRequested();
    }

    private TimeSpan WaitFor(DateTimeOffset? nextDue)
    {
        if (nextDue is not { } due)
            return MaxWait;
        var wait = due - time.GetUtcNow();
        return wait > MaxWait ? MaxWait : wait < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : wait;
    }

    private async Task WorkAsync(InFlightPush running)
    {
        var push = running.Push;
        using var scope = logger.BeginScope(new PushScope(push.App, push.Id, push.OpenId));
        using var activity = Traces.StartPush(push.App, push.Id, push.Attempt);
        try
        {
            if (running.Earlier is { } earlier)
                await EndAsync(earlier, running.Cancellation.Token);
            var settlement = await AttemptAsync(push, running.Cancellation.Token);
            LeavePlace(running);
            if (settlement is Settlement.DeadLetter dead)
                LogDeadLetter(logger, dead.Reason);
            var settled = await inbox.SettleAsync(push, settlement, CancellationToken.None);
            if (!settled)
                LogLeaseLost(logger);
            var outcome = settled ? SettlementPolicy.OutcomeOf(settlement) : "leaseLost";
            Metrics.Settled(push.App, outcome);
            if (settled)
                events.Ended(push, settlement);
            activity.End(outcome, failed: settlement is Settlement.Retry or Settlement.DeadLetter);
        }
        catch (StoreUnavailableException)
        {
            // Not settled: the lease ends by itself and the push is taken up again; its journal has what was sent.
            LogNotSettled(logger);
        }
        catch (Exception error)
        {
            LogLoopFailed(logger, error);
        }
        finally
        {
            LeavePlace(running);
            _inFlight.TryRemove(KeyValuePair.Create(push.Id, running));
            running.Cancellation.Dispose();
            _freed.Set();
        }
    }

    // The lease of a run that is still under way had ended: the clock was set, or the process stood still. Two runs of one
    // push at the same time would break the user's order.
    private static async Task EndAsync(InFlightPush earlier, CancellationToken cancellationToken)
    {
        earlier.Cancel();
        await earlier.Work.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async ValueTask<Settlement> AttemptAsync(ClaimedPush push, CancellationToken cancellationToken)
    {
        var settings = Settings;
        if (push.Attempt > settings.MaxAttempts)
            return new Settlement.DeadLetter($"given up after {settings.MaxAttempts} attempts that ended without a word (crashed?)");

        HandlingResult result;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var request = new HandlingRequest
            {
                Id = push.Id,
                App = push.App,
                OpenId = push.OpenId,
                ReceivedAt = push.ReceivedAt,
                Body = push.Body,
                Attempt = push.Attempt,
                Replays = push.Replay,
                Source = push.Source,
                AwaitsReply = push.AwaitsReply,
            };
            result = await handling.RunAsync(request, new InboxSendJournal(inbox, push, time), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return new Settlement.Release();
        }

        return SettlementPolicy.Decide(result, push, settings, time.GetUtcNow());
    }

    private async Task DrainAsync()
    {
        var rest = Task.WhenAll(_inFlight.Values.Select(running => running.Work));
        using var limit = new CancellationTokenSource(DrainTime, time);
        try
        {
            await rest.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            LogAbandoning(logger, _inFlight.Count);
            await _abandon.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await rest.WaitAsync(CancellationGrace, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ReleaseAsync();
        }
    }

    // Of handlers that ignore their cancellation: they end with the process, and their sends are refused from here on.
    private async Task ReleaseAsync()
    {
        foreach (var running in _inFlight.Values)
        {
            try
            {
                await inbox.SettleAsync(running.Push, new Settlement.Release(), CancellationToken.None);
            }
            catch (StoreUnavailableException)
            {
                LogNotSettled(logger);
            }
        }
    }

    private async Task PauseAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(delay, time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The waiting loop checks the token next.
        }
    }
}
