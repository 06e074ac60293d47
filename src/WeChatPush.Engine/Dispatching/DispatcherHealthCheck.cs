using Microsoft.Extensions.Diagnostics.HealthChecks;
using WeChatPush.Handling;

namespace WeChatPush.Dispatching;

/// <summary>What the dispatcher's loop did last. A dispatcher in trouble degrades: pushes are still acknowledged.</summary>
internal sealed class DispatcherHealthCheck(DispatcherHealth health, AbandonedHandlers abandoned, TimeProvider time) : IHealthCheck
{
    private const int MaxNamed = 5;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var findings = Findings().ToList();
        return Task.FromResult(findings.Count == 0
            ? HealthCheckResult.Healthy("pushes are handled")
            : HealthCheckResult.Degraded(string.Join(" ", findings)));
    }

    private IEnumerable<string> Findings()
    {
        if (health.Problem is { } problem)
            yield return $"pushes are not handled: {problem}";
        if (time.GetUtcNow() - health.LastLook > DueWatch.Limit)
            yield return $"The dispatcher has not looked for pushes since {health.LastLook:u}: look at its last log line; a restart of this instance starts it again.";

        foreach (var head in health.Waiting.Take(MaxNamed))
        {
            yield return $"A push of the app {head.App} has been due since {head.At:u} and no instance claims it: see the log for the store and the dispatcher, and that WeChatPush:Dispatching:Concurrency is above 0 on one instance.";
        }

        if (health.Waiting.Count > MaxNamed)
            yield return $"So it is with {health.Waiting.Count - MaxNamed} more apps.";
        foreach (var (app, handler, count, since) in abandoned.Read().Take(MaxNamed))
        {
            yield return $"{count} runs of the handler {handler} for the app {app} ignored their cancellation and have not ended, the oldest since {since:u}: let it observe its token, or raise WeChatPush:Dispatching:HandlerTimeout; a restart frees what they hold.";
        }
    }
}
