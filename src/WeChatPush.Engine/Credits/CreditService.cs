namespace WeChatPush.Credits;

/// <summary>Takes in what clients report, as far as the reporter is believed.</summary>
internal sealed class CreditService(ICreditLedger ledger, BackendReports backends, ClientReports clients) : ICredits
{
    /// <inheritdoc/>
    public ValueTask<int> ReportAsync(string app, CreditReport report, CancellationToken cancellationToken)
    {
        if (report.Check() is { Count: > 0 } errors)
            throw new InvalidCreditReportException(errors);
        return report.FromClient
            ? clients.TakeAsync(app, report, cancellationToken)
            : backends.TakeAsync(app, report, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<CreditBalance> GetBalanceAsync(string app, string openId, CancellationToken cancellationToken) =>
        ledger.GetBalanceAsync(app, openId, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CreditTotals> GetTotalsAsync(string app, CancellationToken cancellationToken) =>
        ledger.GetTotalsAsync(app, cancellationToken);
}
