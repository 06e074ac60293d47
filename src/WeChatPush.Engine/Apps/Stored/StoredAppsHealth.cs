using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WeChatPush.Apps;

/// <summary>Says which stored apps do not count, and why. Other apps are as well as ever, so it is never worse than degraded.</summary>
internal sealed class StoredAppsHealth(StoredApps stored, ConfiguredApps configured) : IHealthCheck
{
    private const int MaxNamed = 10;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        string[] findings =
        [
            .. stored.Problems.Take(MaxNamed).Select(problem => $"the stored app {problem.Key} is not in force: {problem.Value}"),
            .. stored.Names.Where(name => configured.Find(name) is not null).Take(MaxNamed).Select(name =>
                $"the app {name} is in the configuration and in the store: the configuration counts (remove WeChatPush:Apps:{name}, or delete the stored one)"),
        ];
        return Task.FromResult(findings.Length == 0
            ? HealthCheckResult.Healthy($"{stored.Names.Count} stored apps")
            : HealthCheckResult.Degraded(string.Join("; ", findings)));
    }
}
