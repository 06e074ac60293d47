using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WeChatPush.Coordination;

/// <summary>Whether background services failed lately. Never worse than degraded: pushes are acknowledged without them.</summary>
internal sealed class BackgroundHealth(BackgroundFailures failures) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var recent = failures.Recent;
        return Task.FromResult(recent.Count == 0
            ? HealthCheckResult.Healthy("no background service failed lately")
            : HealthCheckResult.Degraded(string.Join(' ', recent.Select(Describe))));
    }

    private static string Describe(BackgroundFailure failure) =>
        $"{failure.Service} failed at {failure.At:O} ({failure.Error}) and was started again; the log has the details.";
}
