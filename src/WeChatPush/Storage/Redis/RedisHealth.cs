using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WeChatPush.Storage.Redis;

/// <summary>
/// How the server is set up and whether it has lost its data. Never worse than degraded: whether pushes can be
/// acknowledged is the inbox's to say.
/// </summary>
internal sealed class RedisHealth(RedisState state, RedisMarker marker, TimeProvider time) : IHealthCheck
{
    // Long enough to be seen by whoever looks after it.
    private static readonly TimeSpan ToldFor = TimeSpan.FromHours(1);

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Judge());

    private HealthCheckResult Judge()
    {
        var last = state.Last;
        var words = last.Findings.Where(finding => finding.Endangers).Select(finding => finding.Words).ToList();
        if (marker.LostAt is { } lost && time.GetUtcNow() - lost < ToldFor)
            words.Insert(0, $"Redis had lost everything at {lost:O}: flushed, or started without its file.");
        if (last.Problem is { } problem)
            words.Insert(0, $"Redis could not be looked at: {problem}");
        return words.Count > 0
            ? HealthCheckResult.Degraded(string.Join(' ', words))
            : HealthCheckResult.Healthy($"Redis {last.Facts?.Version} is set up to keep what it is given");
    }
}
