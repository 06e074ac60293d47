using WeChatPush.Apps;
using WeChatPush.Telemetry;

namespace WeChatPush.Credits;

/// <summary>
/// How many credits of each app can be used, by template; formIds count as one template, <c>formId</c>, and templates that
/// are not the app's own as <c>other</c>, so that nobody's inventions become labels. Where WeChat's list was not asked for,
/// the templates with the most users stand for it.
/// </summary>
internal sealed class UsableCredits(ICreditLedger ledger, AppCatalog apps, KnownTemplates known) : IGauge
{
    private const string FormIds = "formId";
    private const string Other = "other";

    /// <summary>As many as WeChat allows an account.</summary>
    private const int MaxUnlisted = 50;

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
            var labels = LabelsOf(app, totals.Templates);
            readings.AddRange(totals.Templates
                .GroupBy(template => labels.Contains(template.TemplateId) ? template.TemplateId : Other)
                .Select(group => ToReading(app, group.Key, group.Sum(template => template.Credits))));
        }

        return readings;
    }

    private HashSet<string> LabelsOf(string app, IReadOnlyList<TemplateTotals> templates)
    {
        var labels = templates.Select(template => template.TemplateId)
            .Where(template => known.IsListed(app, template)).ToHashSet(StringComparer.Ordinal);
        if (!known.HasList(app))
        {
            labels.UnionWith(templates.OrderByDescending(template => template.Users)
                .Select(template => template.TemplateId).Take(MaxUnlisted));
        }

        return labels;
    }

    private static GaugeReading ToReading(string app, string template, long credits) =>
        new(credits, new(TagNames.App, app), new(TagNames.Template, template));
}
