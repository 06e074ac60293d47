using WeChatPush.Apps;
using WeChatPush.Telemetry;

namespace WeChatPush.Credits;

/// <summary>How many credits of each app can be used, by template; formIds count as one template, <c>formId</c>.</summary>
internal sealed class UsableCredits(ICreditLedger ledger, AppCatalog apps) : IGauge
{
    private const string FormIds = "formId";

    public string Name => MetricNames.CreditsUsable;

    public string Unit => "{credit}";

    public string Description => "Credits that can be used.";

    public async ValueTask<IReadOnlyList<GaugeReading>> ReadAsync(CancellationToken cancellationToken)
    {
        var readings = new List<GaugeReading>();
        foreach (var app in apps.Names)
        {
            var totals = await ledger.GetTotalsAsync(app, cancellationToken);
            readings.Add(ToReading(app, FormIds, totals.FormIds.Credits));
            readings.AddRange(totals.Templates.Select(template => ToReading(app, template.TemplateId, template.Credits)));
        }

        return readings;
    }

    private static GaugeReading ToReading(string app, string template, long credits) =>
        new(credits, new(TagNames.App, app), new(TagNames.Template, template));
}
