using Microsoft.Extensions.Options;
using WeChatPush.Credits;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Storage;

namespace WeChatPush.Sqlite.Credits;

/// <summary>The ledger in the embedded store.</summary>
internal sealed class SqliteCreditLedger : ICreditLedger
{
    private readonly SqliteStore _store;
    private readonly IOptionsMonitor<WeChatPushOptions> _options;
    private readonly TimeProvider _time;
    private readonly LedgerSweep _sweep = new();

    /// <summary>Brings the tables up to date.</summary>
    public SqliteCreditLedger(SqliteStore store, IOptionsMonitor<WeChatPushOptions> options, TimeProvider time)
    {
        (_store, _options, _time) = (store, options, time);
        CreditSchema.Migrate(store);
    }

    private DateTimeOffset Now => _time.GetUtcNow();

    private TimeSpan Lease => _options.CurrentValue.Dispatching.Lease;

    /// <inheritdoc/>
    public ValueTask<int> EarnFormIdsAsync(
        string app, string openId, IReadOnlyList<FormId> formIds, CancellationToken cancellationToken)
    {
        var now = Now;
        return _store.WriteAsync(session => LedgerSteps.EarnFormIds(session, app, openId, formIds, now));
    }

    /// <inheritdoc/>
    public ValueTask<NoteResult> NoteAsync(
        string app,
        string openId,
        string? source,
        IReadOnlyList<PermitChange> changes,
        CancellationToken cancellationToken)
    {
        var now = Now;
        return _store.WriteAsync(session => LedgerSteps.Note(session, app, openId, source, changes, now));
    }

    /// <inheritdoc/>
    public ValueTask<ClientCount> EarnFromClientAsync(ClientReport report, CancellationToken cancellationToken)
    {
        var now = Now;
        return _store.WriteAsync(session => ClientReportSteps.Earn(session, report, now));
    }

    /// <inheritdoc/>
    public ValueTask<CreditReservation?> ReserveAsync(
        string app,
        string openId,
        CreditKind kind,
        string templateId,
        CancellationToken cancellationToken)
    {
        var (now, lease) = (Now, Lease);
        return _store.WriteAsync(session =>
            LedgerSteps.Reserve(session, app, openId, kind, templateId, now, lease));
    }

    /// <inheritdoc/>
    public ValueTask<bool> BeginAsync(CreditReservation reservation, CancellationToken cancellationToken) =>
        _store.WriteNoteAsync(session => ReservationRow.Begin(session, Convert.FromHexString(reservation.Id)));

    /// <inheritdoc/>
    public async ValueTask WithdrawAsync(CreditReservation reservation, CancellationToken cancellationToken) =>
        await _store.WriteAsync(session => ReservationRow.Withdraw(session, Convert.FromHexString(reservation.Id)));

    /// <inheritdoc/>
    public ValueTask<bool> SettleAsync(
        CreditReservation reservation, CreditOutcome outcome, CancellationToken cancellationToken) =>
        _store.WriteAsync(session => LedgerSteps.Settle(session, reservation.Id, outcome));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<CreditReservation>> RenewAsync(
        IReadOnlyList<CreditReservation> reservations, CancellationToken cancellationToken)
    {
        var until = (Now + Lease).ToUnixTimeMilliseconds();
        return _store.WriteAsync<IReadOnlyList<CreditReservation>>(session =>
        [
            .. reservations.Where(reservation =>
                !ReservationRow.Renew(session, Convert.FromHexString(reservation.Id), until)),
        ]);
    }

    /// <inheritdoc/>
    public ValueTask<CreditBalance> GetBalanceAsync(string app, string openId, CancellationToken cancellationToken)
    {
        var now = Now.ToUnixTimeSeconds();
        return _store.ReadAsync(session => LedgerQueries.Balance(session, app, openId, now), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<CreditTotals> GetTotalsAsync(string app, CancellationToken cancellationToken)
    {
        var now = Now.ToUnixTimeSeconds();
        return _store.ReadAsync(session => LedgerQueries.Totals(session, app, now), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<ReachableUsers> GetReachableAsync(
        string app, CreditKind kind, string templateId, string? cursor, int max, CancellationToken cancellationToken)
    {
        var now = Now.ToUnixTimeSeconds();
        return _store.ReadAsync(
            session => LedgerQueries.Reachable(session, app, kind, templateId, cursor, max, now), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<int> RecoverAsync(int max, CancellationToken cancellationToken)
    {
        var (now, lease) = (Now, Lease);
        return _store.WriteAsync(session => LedgerSteps.Recover(session, now, lease, max));
    }

    /// <summary>Erases a user's credits.</summary>
    public ValueTask<UserErasure> EraseUserAsync(string app, string openId) => CreditErasure.RunAsync(_store, app, openId);

    /// <inheritdoc/>
    public async ValueTask<int> SweepAsync(int max, CancellationToken cancellationToken)
    {
        var now = Now;
        var outdated = await _store.ReadAsync(session => _sweep.Find(session, now, max), cancellationToken);
        return await _store.WriteAsync(session => LedgerSweep.Run(session, outdated, now));
    }
}
