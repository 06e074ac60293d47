using WeChatPush.Coordination;

namespace WeChatPush.Credits;

/// <summary>Credits that ran out, and what was remembered of reports.</summary>
internal sealed class LedgerSweep(ICreditLedger ledger) : ISweep
{
    /// <inheritdoc/>
    public string What => "Old credits";

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public async ValueTask<bool> SweepAsync(int max, CancellationToken cancellationToken) =>
        await ledger.SweepAsync(max, cancellationToken) >= max;
}
