using Microsoft.Extensions.Hosting;
using WeChatPush.Storage;

namespace WeChatPush.Coordination;

/// <summary>
/// Does one thing again and again, with a pause that each round decides. A store that is away is reported once until a round
/// succeeds, and the rounds continue; anything else ends the service, which its supervision starts again.
/// </summary>
internal abstract class PeriodicWorker(TimeProvider time) : BackgroundService
{
    private bool _failing;

    /// <summary>The clock.</summary>
    protected TimeProvider Time => time;

    /// <summary>How long it is to the next round when the store is away.</summary>
    protected abstract TimeSpan PauseWhileAway { get; }

    /// <summary>One round; returns how long it is to the next.</summary>
    protected abstract ValueTask<TimeSpan> RunOnceAsync(CancellationToken stoppingToken);

    /// <summary>The store is away: called once until a round succeeds.</summary>
    protected virtual void ReportUnavailable(StoreUnavailableException error)
    {
    }

    /// <summary>Waits for the next round; one that a signal may begin sooner waits for that, too.</summary>
    protected virtual Task WaitAsync(TimeSpan pause, CancellationToken stoppingToken) =>
        Task.Delay(pause, time, stoppingToken);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
                await WaitAsync(await RunAsync(stoppingToken), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async ValueTask<TimeSpan> RunAsync(CancellationToken stoppingToken)
    {
        try
        {
            var pause = await RunOnceAsync(stoppingToken);
            _failing = false;
            return pause;
        }
        catch (StoreUnavailableException error)
        {
            if (!_failing)
                ReportUnavailable(error);
            _failing = true;
            return PauseWhileAway;
        }
    }
}
