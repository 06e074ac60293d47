using WeChatPush.Apps;
using WeChatPush.Telemetry;

namespace WeChatPush.Credits;

/// <summary>How many users of each app can be reached on any credit.</summary>
internal sealed class ReachableUsersGauge(ICreditLedger ledger, AppCatalog apps) : IGauge
{
    public string Name => MetricNames.CreditUsers;

    public string Unit => "{user}";

    public string Description => "Users who can be reached on any credit.";

    public async ValueTask<IReadOnlyList<GaugeReading>> ReadAsync(CancellationToken cancellationToken)
    {
        var readings = new List<GaugeReading>();
        foreach (var app in apps.Names)
        {
            var totals = await ledger.GetTotalsAsync(app, cancellationToken);
            readings.Add(new(totals.Users, new KeyValuePair<string, object?>(TagNames.App, app)));
        }

        return readings;
    }
}
