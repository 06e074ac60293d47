using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using WeChatPush.Apps;
using WeChatPush.Handling.Rules;

namespace WeChatPush.Handling;

/// <summary>
/// Shares the places of one app among its destinations: where an app has several, each has half of the app's places at most.
/// A destination that answers quickly never notices; the pushes for one that does not are put back, each for about as long as
/// those before it need.
/// </summary>
internal sealed class HandlerPlaces(
    IOptionsMonitor<WeChatPushOptions> options, AppCatalog apps, PushHandlers handlers, RuleBook rules, TimeProvider time)
{
    private readonly ConcurrentDictionary<(string App, string Destination), DestinationPlaces> _destinations = new();

    /// <summary>Takes a place for a push of the app.</summary>
    public ValueTask<PlaceResult> EnterAsync(App app, string? destination, CancellationToken cancellationToken)
    {
        if (destination is null || handlers.Count + rules.CountDestinations(app) < 2)
            return new ValueTask<PlaceResult>(PlaceResult.Unlimited);
        var concurrency = options.CurrentValue.Dispatching.Concurrency;
        var limit = Math.Max(1, (apps.Names.Count > 1 ? concurrency / 2 : concurrency) / 2);
        return _destinations.GetOrAdd((app.Name, destination), static (_, clock) => new(clock), time).EnterAsync(limit, cancellationToken);
    }
}
