using Microsoft.Extensions.Diagnostics.HealthChecks;
using WeChatPush.Redis.Inbox;

namespace WeChatPush.Redis.Health;

/// <summary>Names the apps whose pushes cannot be claimed; their pushes are still acknowledged, so it degrades.</summary>
internal sealed class ClaimHealth(ClaimFailures failures) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var apps = failures.Current;
        return Task.FromResult(apps.Count == 0
            ? HealthCheckResult.Healthy("the pushes of every app can be claimed")
            : HealthCheckResult.Degraded(string.Join(
                "; ", apps.Select(app => $"pushes of the app {app.App} are not handled: {app.Reason}"))));
    }
}
