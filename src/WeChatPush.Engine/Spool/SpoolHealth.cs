using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace WeChatPush.Spool;

/// <summary>
/// Ready means that pushes can be acknowledged: from Redis or, while that is away, from the spool. Spooling is
/// degraded; refusing, a full spool, or no place to put a push is not ready.
/// </summary>
internal sealed class SpoolHealth(
    IPushSpool spool, SharedStoreWatch watch, IOptionsMonitor<WeChatPushOptions> options)
    : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var (status, words) = Assess(await spool.FindProblemAsync(cancellationToken));
        return new HealthCheckResult(status, words, data: new Dictionary<string, object> { ["spooled"] = spool.Count });
    }

    private (HealthStatus Status, string Words) Assess(string? diskProblem)
    {
        var refuses = options.CurrentValue.Receiving.WhenStoreIsDown == StoreOutage.Refuse;
        if (watch.Problem is { } problem)
        {
            var away = $"Redis does not take pushes since {watch.Since:O} ({problem})";
            if (refuses)
                return (HealthStatus.Unhealthy, $"{away}, and WeChatPush:Receiving:WhenStoreIsDown is Refuse");
            if (diskProblem is not null)
                return (HealthStatus.Unhealthy, $"{away}, and the spool cannot be written ({diskProblem})");
            return spool.IsFull
                ? (HealthStatus.Unhealthy, $"{away}, and the spool is full: {spool.Count} pushes")
                : (HealthStatus.Degraded, $"{away}; pushes are spooled, {spool.Count} so far");
        }

        if (spool.IsFull)
            return (HealthStatus.Unhealthy, $"the spool is full: {spool.Count} pushes are being handed over to Redis");
        if (spool.Count > 0)
            return (HealthStatus.Degraded, $"{spool.Count} spooled pushes are being handed over to Redis");
        return diskProblem is not null && !refuses
            ? (HealthStatus.Degraded, $"pushes are stored in Redis, but the spool cannot be written ({diskProblem})")
            : (HealthStatus.Healthy, "pushes are stored in Redis");
    }
}
