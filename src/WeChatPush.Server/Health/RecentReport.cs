using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WeChatPush.Server.Health;

/// <summary>
/// A check that answers what it found a moment ago. Whether pushes can be stored is found out by storing something, and any
/// client may ask: a thousand questions a second must not become a thousand commits.
/// </summary>
internal sealed class RecentReport(HealthCheckService checks, TimeProvider time)
{
    /// <summary>How old an answer may be.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, Finding> _findings = new(StringComparer.Ordinal);

    /// <summary>The report of the checks with a tag.</summary>
    public Task<HealthReport> ReadAsync(string tag)
    {
        var now = time.GetTimestamp();
        return _findings.AddOrUpdate(
            tag,
            _ => Look(tag, now),
            (_, last) => time.GetElapsedTime(last.At, now) < Age ? last : Look(tag, now)).Report.Value;
    }

    // All callers that ask during a check wait for the same one.
    private Finding Look(string tag, long now) =>
        new(now, new(() => checks.CheckHealthAsync(check => check.Tags.Contains(tag), CancellationToken.None)));

    private sealed record Finding(long At, Lazy<Task<HealthReport>> Report);
}
