using WeChatPush.Apps;
using WeChatPush.Telemetry;

namespace WeChatPush.Credits;

/// <summary>What the devices of users report: it may be made up, so it counts within a quota, for listed templates.</summary>
internal sealed class ClientReports(
    ICreditLedger ledger, AppCatalog apps, KnownTemplates templates, TimeProvider time)
{
    /// <summary>Takes a report in; answers how many credits counted.</summary>
    public async ValueTask<int> TakeAsync(string app, CreditReport report, CancellationToken cancellationToken)
    {
        var own = new ClientReport
        {
            App = app,
            OpenId = report.OpenId,
            ReportId = ReportIds.Get(report),
            FormIds = [.. ReportedFormIds.Select(report, time.GetUtcNow()).Select(Coarsen)],
            Accepts = await SelectAcceptsAsync(app, report, cancellationToken),
        };
        if (own.FormIds.Count + own.Accepts.Count == 0)
            return 0;
        var (formIds, permits) = await ledger.EarnFromClientAsync(own, cancellationToken);
        Metrics.Earned(app, EnumNames<CreditKind>.Get(CreditKind.Template), formIds);
        Metrics.Earned(app, EnumNames<CreditKind>.Get(CreditKind.Subscribe), permits);
        return formIds + permits;
    }

    private async ValueTask<IReadOnlyList<PermitChange>> SelectAcceptsAsync(
        string app, CreditReport report, CancellationToken cancellationToken)
    {
        var settings = apps.Find(app)?.Options.Credits;
        if (settings?.CountFrom is not CreditSource.Client || !report.AcceptedTemplates.Any())
            return [];
        var known = await templates.SelectAsync(app, [.. report.AcceptedTemplates], cancellationToken);
        return [.. known.Select(template => Accepts.GetSource(settings, template, isListed: true))];
    }

    private static FormId Coarsen(FormId formId)
    {
        var ticks = formId.ExpiresAt.UtcTicks;
        return formId with { ExpiresAt = new(ticks - (ticks % CreditLimits.ClientExpiryStep.Ticks), TimeSpan.Zero) };
    }
}
