namespace WeChatPush.Credits;

/// <summary>
/// The ledger: how many messages may be sent to which user. Every member that changes something is one atomic step, durable
/// when it returns. A credit is reserved, and the reservation settled; a reservation whose holder does not renew it comes
/// back when its lease ends, unless its send may have begun, in which case it counts as spent and is shown as uncertain.
/// </summary>
/// <remarks>
/// Every member throws <see cref="Storage.StoreUnavailableException"/> when the store cannot be reached.
/// </remarks>
internal interface ICreditLedger
{
    /// <summary>
    /// Adds formIds to what a user has. One that the app has seen before, of whomever, spent or not, is no new credit,
    /// and one that has run out is none at all. Returns how many counted.
    /// </summary>
    ValueTask<int> EarnFormIdsAsync(
        string app, string openId, IReadOnlyList<FormId> formIds, CancellationToken cancellationToken);

    /// <summary>
    /// Notes what one report contains about a user's permits. A report seen before changes nothing.
    /// </summary>
    /// <param name="app">The app's name.</param>
    /// <param name="openId">The user.</param>
    /// <param name="source">
    /// The report's id: that of the push, or the one its maker gave it; <see langword="null"/>: it has none, and counts.
    /// </param>
    /// <param name="changes">Its content, template by template.</param>
    /// <param name="cancellationToken">Ends the wait, not the writing.</param>
    ValueTask<NoteResult> NoteAsync(
        string app,
        string openId,
        string? source,
        IReadOnlyList<PermitChange> changes,
        CancellationToken cancellationToken);

    /// <summary>
    /// Takes in what a user's own device reports, within the bounds of <see cref="CreditLimits"/> for one user: what goes
    /// beyond does not count. It leaves nothing behind but what this user has, and what is remembered of it ends by itself.
    /// </summary>
    ValueTask<ClientCount> EarnFromClientAsync(ClientReport report, CancellationToken cancellationToken);

    /// <summary>
    /// Reserves one credit for the time of a lease: the formId that runs out first (of several, the one that
    /// was reported first), or one permit for the template.
    /// <see langword="null"/>: the user has none.
    /// </summary>
    ValueTask<CreditReservation?> ReserveAsync(
        string app,
        string openId,
        CreditKind kind,
        string templateId,
        CancellationToken cancellationToken);

    /// <summary>
    /// Notes, right before the request is written, that the message may be sent from now on. False: the reservation is no
    /// longer the holder's; do not send.
    /// </summary>
    ValueTask<bool> BeginAsync(CreditReservation reservation, CancellationToken cancellationToken);

    /// <summary>Takes that back for a message that was certainly not sent: a holder that dies now leaves the credit.</summary>
    ValueTask WithdrawAsync(CreditReservation reservation, CancellationToken cancellationToken);

    /// <summary>Ends a reservation. False: it had ended before, and nothing was changed.</summary>
    ValueTask<bool> SettleAsync(
        CreditReservation reservation, CreditOutcome outcome, CancellationToken cancellationToken);

    /// <summary>Prolongs leases; returns the reservations that are no longer the holder's.</summary>
    ValueTask<IReadOnlyList<CreditReservation>> RenewAsync(
        IReadOnlyList<CreditReservation> reservations, CancellationToken cancellationToken);

    /// <summary>What a user has.</summary>
    ValueTask<CreditBalance> GetBalanceAsync(string app, string openId, CancellationToken cancellationToken);

    /// <summary>What all users have. Costs the same for ten users and for ten million.</summary>
    ValueTask<CreditTotals> GetTotalsAsync(string app, CancellationToken cancellationToken);

    /// <summary>
    /// Walks through the users who have a usable credit, in an order that never changes: whatever happens meanwhile, no
    /// user comes twice, and a user who is reachable all the time comes once.
    /// </summary>
    /// <param name="app">The app's name.</param>
    /// <param name="kind">The kind of credit.</param>
    /// <param name="templateId">The template, of a <see cref="CreditKind.Subscribe"/> credit.</param>
    /// <param name="cursor">Where the last chunk ended; <see langword="null"/> at the beginning.</param>
    /// <param name="max">At most so many users.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="FormatException">The cursor is not one of this ledger's.</exception>
    ValueTask<ReachableUsers> GetReachableAsync(
        string app, CreditKind kind, string templateId, string? cursor, int max, CancellationToken cancellationToken);

    /// <summary>Ends up to <paramref name="max"/> reservations whose lease is over; returns how many.</summary>
    ValueTask<int> RecoverAsync(int max, CancellationToken cancellationToken);

    /// <summary>Removes what has expired, in bounded steps; returns how many rows were removed.</summary>
    ValueTask<int> SweepAsync(int max, CancellationToken cancellationToken);
}
