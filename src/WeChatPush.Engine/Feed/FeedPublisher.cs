using WeChatPush.Coordination;
using WeChatPush.Storage;

namespace WeChatPush.Feed;

/// <summary>Takes what happened here to the relay, some together. What the relay does not take is left out, and counted.</summary>
internal sealed class FeedPublisher(EventFeed feed, IFeedRelay relay, TimeProvider time) : PeriodicWorker(time)
{
    private const int MaxBatch = 200;

    /// <inheritdoc/>
    protected override TimeSpan PauseWhileAway => TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async ValueTask<TimeSpan> RunOnceAsync(CancellationToken stoppingToken)
    {
        await feed.Waiting.WaitToReadAsync(stoppingToken);
        await Task.Delay(FeedLimits.Collect, Time, stoppingToken);
        var batch = new List<byte[]>();
        while (batch.Count < MaxBatch && feed.Waiting.TryRead(out var happened))
            batch.Add(FeedJson.Write(happened));
        try
        {
            await relay.PublishAsync(batch);
        }
        catch (StoreUnavailableException)
        {
            feed.CountDropped(batch.Count);
            throw;
        }

        return TimeSpan.Zero;
    }
}
