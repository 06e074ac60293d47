using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WeChatPush.Alerts;

/// <summary>Whether alerts reach their destinations. Never worse than degraded: pushes are acknowledged without them.</summary>
internal sealed class AlertHealth(AlertSender sender, AlertRecords records) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var findings = Findings().ToList();
        return Task.FromResult(findings.Count == 0
            ? HealthCheckResult.Healthy("alerts are delivered, or there were none")
            : HealthCheckResult.Degraded(string.Join(' ', findings)));
    }

    private IEnumerable<string> Findings()
    {
        if (records.Problem is { } problem)
            yield return $"The stored destinations of alerts are not in force as they are stored: {problem}.";
        foreach (var failure in sender.Failing)
            yield return $"Alerts cannot be delivered to {failure.Name} ({failure.Host}) since {failure.Since:u}: {failure.Problem}.";
    }
}
