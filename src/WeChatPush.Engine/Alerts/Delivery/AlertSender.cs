using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace WeChatPush.Alerts;

/// <summary>Sends messages to every destination that takes their kind, and keeps which of those fail.</summary>
internal sealed partial class AlertSender(AlertClient client, AlertDestinations destinations, TimeProvider time, ILogger<AlertSender> logger)
{
    private readonly ConcurrentDictionary<(string Name, bool IsStored), AlertFailure> _failing = new();

    /// <summary>The destinations that did not take the last message, of those that there are now.</summary>
    public IReadOnlyList<AlertFailure> Failing
    {
        get
        {
            if (_failing.IsEmpty)
                return [];
            var known = destinations.List().Select(KeyOf).ToHashSet();
            return [.. _failing.Where(one => known.Contains(one.Key)).Select(one => one.Value).OrderBy(failure => failure.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>Sends; returns the messages that a destination took, and those that none is to get.</summary>
    public async Task<IReadOnlyList<AlertMessage>> SendAsync(IReadOnlyList<AlertMessage> messages, CancellationToken cancellationToken)
    {
        var all = destinations.List();
        var sent = await Task.WhenAll(messages.Select(async message =>
        {
            var id = $"alert_{Guid.NewGuid():N}";
            var targets = all.Where(destination => destination.Takes(message.Kind)).ToList();
            var taken = await Task.WhenAll(targets.Select(target => PostAsync(new(target, message, id), cancellationToken)));
            return targets.Count == 0 || taken.Contains(true) ? message : null;
        }));
        return [.. sent.OfType<AlertMessage>()];
    }

    /// <summary>Sends the test message to some destinations, once.</summary>
    public async Task<IReadOnlyList<AlertDelivery>> TestAsync(IEnumerable<AlertDestination> targets, CancellationToken cancellationToken) =>
        await Task.WhenAll(targets.Select(async target =>
        {
            var delivery = await client.TryAsync(new(target, null, $"alert_{Guid.NewGuid():N}"), cancellationToken);
            Note(target, delivery);
            return delivery;
        }));

    private async Task<bool> PostAsync(AlertRequest request, CancellationToken cancellationToken)
    {
        var delivery = await client.PostAsync(request, cancellationToken);
        Note(request.Destination, delivery);
        return delivery.Delivered;
    }

    private void Note(AlertDestination destination, AlertDelivery delivery)
    {
        var key = KeyOf(destination);
        if (delivery.Delivered)
        {
            if (_failing.TryRemove(key, out _))
                LogTaken(logger, destination.Host);
        }
        else if (_failing.TryAdd(key, new(destination.Name, destination.Host, delivery.Problem, time.GetUtcNow())))
        {
            LogFailed(logger, destination.Host, delivery.Problem);
        }
        else if (_failing.TryGetValue(key, out var known))
        {
            _failing[key] = known with { Host = destination.Host, Problem = delivery.Problem };
        }
    }

    private static (string Name, bool IsStored) KeyOf(AlertDestination destination) => (destination.Name, destination.IsStored);

    [LoggerMessage(1201, LogLevel.Warning,
        "Alerts cannot be delivered to {Host}: {Problem}. POST /api/v1/alerts/test shows its answer; it is tried again with the next alert.")]
    private static partial void LogFailed(ILogger logger, string host, string problem);

    [LoggerMessage(1202, LogLevel.Information, "Alerts are delivered to {Host} again.")]
    private static partial void LogTaken(ILogger logger, string host);
}

/// <summary>A destination that takes no messages.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Host">What may be named of its address.</param>
/// <param name="Problem">What went wrong last.</param>
/// <param name="Since">Since when.</param>
internal sealed record AlertFailure(string Name, string Host, string Problem, DateTimeOffset Since);
