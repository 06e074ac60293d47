using Microsoft.Extensions.Diagnostics.HealthChecks;
using WeChatPush.Feed;
using WeChatPush.Server.Health;

namespace WeChatPush.Server.Feed;

/// <summary>Publishes when a health check of this instance finds something else than before. Without a watcher nothing is checked.</summary>
internal sealed class HealthFeed(RecentReport reports, IEventFeed feed, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, HealthStatus> _known = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (feed.IsWatched(null))
                await CheckAsync();
            else
                _known.Clear();
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task CheckAsync()
    {
        var report = await reports.ReadAsync("ready");
        foreach (var (name, entry) in report.Entries)
        {
            var known = _known.TryGetValue(name, out var before);
            _known[name] = entry.Status;
            if (known ? before == entry.Status : entry.Status == HealthStatus.Healthy)
                continue;
            feed.Publish(FeedKind.Health, null, (name, entry.Status, time), static about => new()
            {
                Kind = FeedKind.Health,
                At = about.time.GetUtcNow(),
                Id = about.name,
                State = about.Status.ToString().ToLowerInvariant(),
            });
        }
    }
}
