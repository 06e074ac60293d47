using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WeChatPush.Storage;

/// <summary>Ready means that pushes can be acknowledged: a commit that is made now succeeds.</summary>
internal sealed class StoreHealth(SqliteStore store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await store.FindProblemAsync(cancellationToken) is { } problem
            ? HealthCheckResult.Unhealthy($"pushes cannot be stored: {problem}")
            : HealthCheckResult.Healthy("pushes are stored");
}
