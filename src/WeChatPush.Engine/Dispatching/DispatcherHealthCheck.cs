using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WeChatPush.Dispatching;

/// <summary>What the dispatcher's loop did last. A dispatcher in trouble degrades: pushes are still acknowledged.</summary>
internal sealed class DispatcherHealthCheck(DispatcherHealth health) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(health.Problem is { } problem
            ? HealthCheckResult.Degraded($"pushes are not handled: {problem}")
            : HealthCheckResult.Healthy("pushes are handled"));
}
