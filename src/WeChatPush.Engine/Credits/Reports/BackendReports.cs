using WeChatPush.Apps;
using WeChatPush.Telemetry;

namespace WeChatPush.Credits;

/// <summary>What the mini program's own backend reports with a key: it is believed.</summary>
internal sealed class BackendReports(
    ICreditLedger ledger, AppCatalog apps, KnownTemplates templates, TimeProvider time)
{
    /// <summary>Takes a report in; answers how many credits counted.</summary>
    /// <exception cref="InvalidCreditReportException">The app has too many templates.</exception>
    public async ValueTask<int> TakeAsync(string app, CreditReport report, CancellationToken cancellationToken)
    {
        var formIds = 0;
        foreach (var step in ReportedFormIds.Select(report, time.GetUtcNow()).Chunk(CreditLimits.FormIdsPerStep))
            formIds += await ledger.EarnFormIdsAsync(app, report.OpenId, step, cancellationToken);
        Metrics.Earned(app, EnumNames<CreditKind>.Get(CreditKind.Template), formIds);
        var (accepts, refused) = await CountAcceptsAsync(app, report, cancellationToken);
        Metrics.Earned(app, EnumNames<CreditKind>.Get(CreditKind.Subscribe), accepts);
        templates.ReportFull(app, refused);
        if (refused > 0 && formIds + accepts == 0)
            throw TooManyTemplates(app);
        return formIds + accepts;
    }

    private ValueTask<NoteResult> CountAcceptsAsync(
        string app, CreditReport report, CancellationToken cancellationToken)
    {
        var settings = apps.Find(app)?.Options.Credits;
        if (settings?.CountFrom is not CreditSource.Client)
            return default;
        var accepts = report.AcceptedTemplates
            .Select(template => Accepts.GetSource(settings, template, templates.IsListed(app, template)))
            .ToList();
        return accepts.Count == 0
            ? default
            : ledger.NoteAsync(app, report.OpenId, ReportIds.Get(report), accepts, cancellationToken);
    }

    private static InvalidCreditReportException TooManyTemplates(string app) => new(
        new Dictionary<string, string[]>
        {
            ["subscribe"] =
            [
                $"names a template that is not known, and the app has {CreditLimits.Templates} of them already; add the "
                + $"app's own to WeChatPush:Apps:{app}:Credits:Templates",
            ],
        });
}
