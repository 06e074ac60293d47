using WeChatPush.Coordination;
using WeChatPush.Storage;

namespace WeChatPush.Receiving;

/// <summary>Takes noted URL verifications to the store: of each app at most once a second, however many come.</summary>
internal sealed class HandshakeWriter(HandshakeLog log, IHandshakeStore store, TimeProvider time) : PeriodicWorker(time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastWrite = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override TimeSpan PauseWhileAway => TimeSpan.FromSeconds(5);

    /// <summary>What came since the last round is written while the host still has its stores.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WriteAsync(cancellationToken).AsTask().WaitAsync(LastWrite, Time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    protected override async ValueTask<TimeSpan> RunOnceAsync(CancellationToken stoppingToken)
    {
        await WriteAsync(stoppingToken);
        return Interval;
    }

    /// <inheritdoc/>
    protected override async Task WaitAsync(TimeSpan pause, CancellationToken stoppingToken)
    {
        await base.WaitAsync(pause, stoppingToken);
        await log.Changed.WaitAsync(Timeout.InfiniteTimeSpan, stoppingToken);
    }

    private async ValueTask WriteAsync(CancellationToken cancellationToken)
    {
        await log.TakeTurnAsync(cancellationToken);
        try
        {
            await WriteTakenAsync(log.Take(), cancellationToken);
        }
        finally
        {
            log.EndTurn();
        }
    }

    private async ValueTask WriteTakenAsync(
        IReadOnlyList<(string App, IReadOnlyList<Handshake> Handshakes)> taken, CancellationToken cancellationToken)
    {
        for (var i = 0; i < taken.Count; i++)
        {
            var (app, handshakes) = taken[i];
            try
            {
                if (!await store.AddAsync(app, handshakes, cancellationToken))
                    log.PutBack(app, handshakes);
            }
            catch (Exception error) when (error is StoreUnavailableException or OperationCanceledException)
            {
                foreach (var (later, kept) in taken.Skip(i))
                    log.PutBack(later, kept);
                throw;
            }
        }
    }
}
