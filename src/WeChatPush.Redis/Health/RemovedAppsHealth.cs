using Microsoft.Extensions.Diagnostics.HealthChecks;
using WeChatPush.Inbox;
using WeChatPush.Redis.Storage;
using WeChatPush.Storage;

namespace WeChatPush.Redis.Health;

/// <summary>Whether pushes wait for an app that no instance serves any more.</summary>
internal sealed class RemovedAppsHealth(RedisStoredApps apps, IPushHistory history) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var waiting = new List<string>();
        try
        {
            foreach (var app in apps.Removed)
            {
                if (await history.CountAsync(app, cancellationToken) is var backlog && Unfinished(backlog) is > 0 and var count)
                    waiting.Add($"{count} of {app}");
            }
        }
        catch (StoreUnavailableException error)
        {
            return HealthCheckResult.Degraded($"what waits for removed apps is not known: {error.Message}");
        }

        return waiting.Count == 0
            ? HealthCheckResult.Healthy("every stored push is of an app that is configured")
            : HealthCheckResult.Degraded(
                $"pushes wait for apps that are not under WeChatPush:Apps any more: {string.Join(", ", waiting)}; they are "
                + "deleted after WeChatPush:Retention:Dead unless the app is configured again");
    }

    private static int Unfinished(PushBacklog backlog) => backlog.Queued + backlog.Processing + backlog.Retrying;
}
