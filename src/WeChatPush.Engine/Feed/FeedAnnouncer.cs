using WeChatPush.Coordination;

namespace WeChatPush.Feed;

/// <summary>Says once a second what is watched here, while something is.</summary>
internal sealed class FeedAnnouncer(EventFeed feed, TimeProvider time) : PeriodicWorker(time)
{
    /// <inheritdoc/>
    protected override TimeSpan PauseWhileAway => FeedLimits.AnnounceInterval;

    /// <inheritdoc/>
    protected override async ValueTask<TimeSpan> RunOnceAsync(CancellationToken stoppingToken) =>
        await feed.AnnounceAsync() ? FeedLimits.AnnounceInterval : Timeout.InfiniteTimeSpan;

    /// <inheritdoc/>
    protected override Task WaitAsync(TimeSpan pause, CancellationToken stoppingToken) =>
        pause == Timeout.InfiniteTimeSpan ? feed.Watching.WaitAsync(pause, stoppingToken) : base.WaitAsync(pause, stoppingToken);
}
