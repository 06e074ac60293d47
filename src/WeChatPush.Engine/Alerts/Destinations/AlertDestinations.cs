using Microsoft.Extensions.Options;

namespace WeChatPush.Alerts;

/// <summary>Everything that alerts are sent to: of the configuration, and stored.</summary>
internal sealed class AlertDestinations(IOptionsMonitor<WeChatPushOptions> options, AlertRecords records)
{
    /// <summary>All of them, those of the configuration first.</summary>
    public IReadOnlyList<AlertDestination> List()
    {
        var (configured, stored) = (options.CurrentValue.Alerts, records.Destinations.Items);
        return configured.Count == 0 ? stored : [.. Configured(), .. stored];
    }

    /// <summary>Those of the configuration.</summary>
    public IEnumerable<AlertDestination> Configured() =>
        options.CurrentValue.Alerts.Select((alert, i) => AlertDestination.From(alert, i, isStored: false));
}
