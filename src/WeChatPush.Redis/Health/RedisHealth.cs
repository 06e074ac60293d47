using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WeChatPush.Redis.Health;

/// <summary>
/// How the server is set up and whether it has lost its data. Never worse than degraded: whether pushes can be
/// acknowledged is reported by the inbox.
/// </summary>
internal sealed class RedisHealth(RedisState state, RedisMarker marker, TimeProvider time) : IHealthCheck
{
    // Long enough for the operator to see it.
    private static readonly TimeSpan ShownFor = TimeSpan.FromHours(1);

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Assess());

    private HealthCheckResult Assess()
    {
        var last = state.Last;
        var problems = new List<string>();
        if (last.Problem is { } problem)
            problems.Add($"Redis could not be looked at: {problem}");
        if (marker.LostAt is { } lost && time.GetUtcNow() - lost < ShownFor)
            problems.Add($"Redis had lost everything at {lost:O}: flushed, or started without its file.");
        problems.AddRange(Texts(last, finding => finding.Severity != RedisFindingSeverity.Advice));
        if (problems.Count > 0)
            return HealthCheckResult.Degraded(string.Join(' ', problems));

        string[] healthy = [$"Redis {last.Facts?.Version} is set up to keep what it is given", .. Texts(last, _ => true)];
        return HealthCheckResult.Healthy(string.Join(". ", healthy));
    }

    private static IEnumerable<string> Texts(RedisState.Look last, Func<RedisFinding, bool> which) =>
        last.Findings.Where(which).Select(finding => finding.Text);
}
