using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WeChatPush.Storage;

/// <summary>Ready means that pushes can be acknowledged: a commit that is made now succeeds.</summary>
internal sealed class StoreHealth(IStoreProbe probe) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await probe.FindProblemAsync(cancellationToken) is { } problem
            ? HealthCheckResult.Unhealthy($"pushes cannot be stored: {problem}")
            : HealthCheckResult.Healthy("pushes are stored");
}
