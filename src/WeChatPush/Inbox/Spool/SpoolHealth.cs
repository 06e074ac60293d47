using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace WeChatPush.Inbox.Spool;

/// <summary>Ready means that pushes can be acknowledged: spooling is degraded, a full spool or refusing is not ready.</summary>
internal sealed class SpoolHealth(PushSpool spool, SharedStoreWatch watch, IOptionsMonitor<WeChatPushOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        var data = new Dictionary<string, object> { ["spooled"] = spool.Count };
        if (watch.Problem is { } problem)
        {
            if (options.CurrentValue.Receiving.WhenStoreIsDown == StoreOutage.Refuse)
                return HealthCheckResult.Unhealthy($"Redis does not answer ({problem}), and WeChatPush:Receiving:WhenStoreIsDown is Refuse", data: data);
            return spool.IsFull
                ? HealthCheckResult.Unhealthy($"Redis does not answer ({problem}), and the spool is full", data: data)
                : HealthCheckResult.Degraded($"Redis does not answer ({problem}) since {watch.Since:O}; pushes are spooled", data: data);
        }

        return spool.Count > 0
            ? HealthCheckResult.Degraded($"{spool.Count} spooled pushes are being handed over to Redis", data: data)
            : HealthCheckResult.Healthy("pushes are stored in Redis", data);
    }
}
