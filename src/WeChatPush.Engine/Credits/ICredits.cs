namespace WeChatPush.Credits;

/// <summary>The credits of users: permissions to send one message each.</summary>
/// <remarks>
/// Every member throws <see cref="Storage.StoreUnavailableException"/> when the store cannot be reached.
/// </remarks>
public interface ICredits
{
    /// <summary>
    /// Takes in what a mini program's client reports. Reporting the same again is harmless: a formId is known by
    /// itself, the result of a pop-up by <see cref="CreditReport.ReportId"/>.
    /// </summary>
    /// <returns>
    /// How many credits counted. The results of pop-ups count only where <c>Credits:CountFrom</c> of the app says so.
    /// </returns>
    /// <exception cref="InvalidCreditReportException">The report itself is wrong; nothing of it counted.</exception>
    ValueTask<int> ReportAsync(string app, CreditReport report, CancellationToken cancellationToken);

    /// <summary>What a user may still be sent.</summary>
    ValueTask<CreditBalance> GetBalanceAsync(string app, string openId, CancellationToken cancellationToken);

    /// <summary>What all users of an app together may still be sent.</summary>
    ValueTask<CreditTotals> GetTotalsAsync(string app, CancellationToken cancellationToken);
}

/// <summary>The report is not one that can be counted.</summary>
public sealed class InvalidCreditReportException(IReadOnlyDictionary<string, string[]> errors)
    : ArgumentException("The credit report is not valid.")
{
    /// <summary>What is wrong, by field.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; } = errors;
}
