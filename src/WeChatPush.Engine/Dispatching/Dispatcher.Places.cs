using WeChatPush.Inbox;
using WeChatPush.Telemetry;

namespace WeChatPush.Dispatching;

/// <summary>The places of the pushes that are handled at the same time, <see cref="DispatchingOptions.Concurrency"/> of them.</summary>
internal sealed partial class Dispatcher
{
    // A place is free again when its push is handled. So many may then be waiting to be settled, all in a few calls.
    private const int MaxUnsettled = 256;

    private int _handling;
    private int _awaiting;

    private int Room
    {
        get
        {
            var (concurrency, held) = (Settings.Concurrency, Volatile.Read(ref _handling));
            var inFlight = _inFlight.Count - Volatile.Read(ref _awaiting);
            return Math.Min(concurrency - held, concurrency + MaxUnsettled - inFlight);
        }
    }

    // An app that holds every place keeps them until its handlers end, however soon another app's push comes: so a place is
    // left while there is another app.
    private AppQuota Quota()
    {
        if (apps.Names.Count < 2)
            return AppQuota.Unlimited;
        var held = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (_, running) in _inFlight)
        {
            if (running.HoldsPlace)
                held[running.Push.App] = held.GetValueOrDefault(running.Push.App) + 1;
        }

        return new AppQuota(Settings.Concurrency, held);
    }

    // What nobody handles, or is about to wait, takes microseconds, so one task begins with all of a claim. A pattern of a rule
    // may take its time, and must not keep the pushes behind it.
    private void Take(IReadOnlyList<ClaimedPush> pushes)
    {
        List<InFlightPush>? quick = null;
        foreach (var push in pushes)
        {
            if (push is { Attempt: 1, Replay: 0, Fence: 1 })
            {
                Metrics.Begun(push.App, time.GetUtcNow() - push.ReceivedAt);
                events.Begun(push);
            }

            var running = new InFlightPush(push, CancellationTokenSource.CreateLinkedTokenSource(_abandon.Token))
            {
                Earlier = _inFlight.GetValueOrDefault(push.Id),
            };
            Interlocked.Increment(ref push.AwaitsReply ? ref _awaiting : ref _handling);
            _inFlight[push.Id] = running;
            if (handling.MayTakeLong(push.App))
                running.Begin(Task.Run(() => WorkAsync(running), CancellationToken.None));
            else
                (quick ??= new List<InFlightPush>(pushes.Count)).Add(running);
        }

        if (quick is null)
            return;
        _ = Task.Run(
            () =>
            {
                foreach (var running in quick)
                    running.Begin(WorkAsync(running));
            },
            CancellationToken.None);
    }

    private void LeavePlace(InFlightPush running)
    {
        if (!running.TryLeavePlace())
            return;
        Interlocked.Decrement(ref running.Push.AwaitsReply ? ref _awaiting : ref _handling);
        _freed.Set();
    }
}
