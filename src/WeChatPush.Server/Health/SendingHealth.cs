using Microsoft.Extensions.Diagnostics.HealthChecks;
using WeChatPush.Apps;
using WeChatPush.Sending;
using WeChatPush.Server.Api.Apps;

namespace WeChatPush.Server.Health;

/// <summary>
/// Names every stop of the apps' sends: an operator who is asked why nothing arrives looks here first. Pushes can be
/// acknowledged all the same, so a stop only degrades.
/// </summary>
internal sealed class SendingHealth(IAppCatalog catalog, ISendingStatus sending) : IHealthCheck
{
    /// <summary>Where the stops are in the data of the check.</summary>
    public const string Stops = "stops";

    private const int Page = 200;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var stops = Find().ToList();
        if (stops.Count == 0)
            return Task.FromResult(HealthCheckResult.Healthy("no sends are stopped"));
        var apps = stops.Select(stop => stop.App).Distinct(StringComparer.Ordinal);
        return Task.FromResult(HealthCheckResult.Degraded(
            $"sends are stopped: {string.Join(", ", apps)}", data: new Dictionary<string, object> { [Stops] = stops }));
    }

    private IEnumerable<HealthStopView> Find()
    {
        string? after = null;
        do
        {
            var page = catalog.List(after, Page);
            foreach (var (name, _) in page.Items)
            {
                foreach (var stop in sending.Get(name).Stops)
                    yield return new(name, StopView.From(stop));
            }

            after = page.Next;
        }
        while (after is not null);
    }
}

/// <summary>A stop, and the app whose sends it holds back.</summary>
internal sealed record HealthStopView(string App, StopView Stop);
