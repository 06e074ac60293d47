using WeChatPush.Coordination;

namespace WeChatPush.Feed;

/// <summary>Gives what the relay has to those who watch here; while none does, it asks for nothing.</summary>
internal sealed class FeedReader(FeedWatches watches, TimeProvider time) : PeriodicWorker(time)
{
    /// <inheritdoc/>
    protected override TimeSpan PauseWhileAway => TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async ValueTask<TimeSpan> RunOnceAsync(CancellationToken stoppingToken) =>
        await watches.ReadNewAsync(stoppingToken) ? FeedLimits.AnnounceInterval : Timeout.InfiniteTimeSpan;

    /// <inheritdoc/>
    protected override async Task WaitAsync(TimeSpan pause, CancellationToken stoppingToken)
    {
        await watches.Changed.WaitAsync(pause, stoppingToken);
        await base.WaitAsync(FeedLimits.Collect, stoppingToken);
    }
}
