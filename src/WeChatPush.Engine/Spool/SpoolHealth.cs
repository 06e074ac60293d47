using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace WeChatPush.Spool;

/// <summary>
/// Ready means that pushes can be acknowledged: from Redis or, while that is away, from the spool. Spooling is
/// degraded; refusing, a full spool, or no place to put a push is not ready. Where Redis is away for some apps only, it is
/// degraded also if theirs are refused: every instance is in the same position, and other apps need it.
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

    private string Spooled => spool.Count == 0
        ? "0"
        : $"{spool.Count} of {OutageLog.Names([.. spool.Apps.Order(StringComparer.Ordinal)])}";

    private string Full => string.Create(
        CultureInfo.InvariantCulture,
        $"the spool is full: {spool.Count} pushes, {spool.Bytes} bytes (WeChatPush:Receiving:MaxSpoolBytes)");

    private (HealthStatus Status, string Words) Assess(string? diskProblem)
    {
        var refuses = options.CurrentValue.Receiving.WhenStoreIsDown == StoreOutage.Refuse;
        if (watch.Store is { } outage)
            return AssessAway($"Redis does not take pushes since {outage.Since:O} ({outage.Problem})", refuses, diskProblem);
        if (watch.Apps is { Count: > 0 } apps)
        {
            var (status, words) = AssessAway(
                $"Redis does not take pushes of {OutageLog.Names([.. apps.Select(app => app.App)])} since "
                + $"{apps.Min(app => app.Outage.Since):O} ({apps[0].Outage.Problem}), but those of other apps",
                refuses,
                diskProblem);
            return (refuses ? HealthStatus.Degraded : status, words);
        }

        if (spool.IsFull)
            return (HealthStatus.Unhealthy, $"{Full}; they are being handed over to Redis");
        if (spool.Count > 0)
            return (HealthStatus.Degraded, $"spooled pushes are being handed over to Redis: {Spooled}");
        return diskProblem is not null && !refuses
            ? (HealthStatus.Degraded, $"pushes are stored in Redis, but the spool cannot be written ({diskProblem})")
            : (HealthStatus.Healthy, "pushes are stored in Redis");
    }

    private (HealthStatus Status, string Words) AssessAway(string away, bool refuses, string? diskProblem)
    {
        if (refuses)
            return (HealthStatus.Unhealthy, $"{away}, and WeChatPush:Receiving:WhenStoreIsDown is Refuse");
        if (diskProblem is not null)
            return (HealthStatus.Unhealthy, $"{away}, and the spool cannot be written ({diskProblem})");
        return spool.IsFull
            ? (HealthStatus.Unhealthy, $"{away}, and {Full}")
            : (HealthStatus.Degraded, $"{away}; pushes are spooled, so far {Spooled}");
    }
}
