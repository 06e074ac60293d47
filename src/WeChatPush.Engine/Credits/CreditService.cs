using WeChatPush.Apps;
using WeChatPush.Telemetry;

namespace WeChatPush.Credits;

/// <summary>Stores what clients report, counted as the app's configuration requires.</summary>
internal sealed class CreditService(
    ICreditLedger ledger, AppCatalog apps, TimeProvider time) : ICredits
{
    private static readonly TimeSpan LifeOfAFormId = TimeSpan.FromDays(7);

    /// <inheritdoc/>
    public async ValueTask<int> ReportAsync(string app, CreditReport report, CancellationToken cancellationToken)
    {
        if (report.Check() is { Count: > 0 } errors)
            throw new InvalidCreditReportException(errors);
        var formIds = await CountFormIdsAsync(app, report, cancellationToken);
        Metrics.Earned(app, EnumNames<CreditKind>.Get(CreditKind.Template), formIds);
        var accepts = await CountAcceptsAsync(app, report, cancellationToken);
        Metrics.Earned(app, EnumNames<CreditKind>.Get(CreditKind.Subscribe), accepts);
        return formIds + accepts;
    }

    /// <inheritdoc/>
    public ValueTask<CreditBalance> GetBalanceAsync(string app, string openId, CancellationToken cancellationToken) =>
        ledger.GetBalanceAsync(app, openId, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CreditTotals> GetTotalsAsync(string app, CancellationToken cancellationToken) =>
        ledger.GetTotalsAsync(app, cancellationToken);

    private ValueTask<int> CountFormIdsAsync(string app, CreditReport report, CancellationToken cancellationToken)
    {
        var expiresAt = time.GetUtcNow() + LifeOfAFormId;
        var formIds = report.FormIds
            .Where(form => IsReal(form.FormId))
            .Select(form => new FormId(form.FormId, form.ExpireAt ?? expiresAt))
            .ToList();
        return formIds.Count == 0
            ? ValueTask.FromResult(0)
            : ledger.EarnFormIdsAsync(app, report.OpenId, formIds, cancellationToken);
    }

    private ValueTask<int> CountAcceptsAsync(string app, CreditReport report, CancellationToken cancellationToken)
    {
        var settings = apps.Find(app)?.Options.Credits;
        if (settings?.CountFrom is not CreditSource.Client)
            return ValueTask.FromResult(0);
        var accepts = report.Subscribe
            .Where(answer => SubscribeWords.IsAccept(answer.Value))
            .Select(answer => Accepts.GetSource(settings, answer.Key))
            .ToList();
        return accepts.Count == 0
            ? ValueTask.FromResult(0)
            : ledger.NoteAsync(app, report.OpenId, $"client {IdOf(report)}", accepts, cancellationToken);
    }

    private static string IdOf(CreditReport report) => report.ReportId ?? Guid.NewGuid().ToString("N");

    // What the developer tools, and a phone that failed to get one, give out as a formId: words, not an id.
    private static bool IsReal(string formId) => !formId.AsSpan().ContainsAny(' ', ':');
}
