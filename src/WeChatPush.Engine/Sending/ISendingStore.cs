namespace WeChatPush.Sending;

/// <summary>
/// What the instances of a fleet share for sending: one access token per AppID with the turn to renew it, and the
/// customer-service windows. Every member is one atomic step, and time is always passed in, so that a clock that jumps
/// is the caller's to judge.
/// </summary>
/// <remarks>
/// Every member throws <see cref="Storage.StoreUnavailableException"/> when the store cannot be reached.
/// </remarks>
internal interface ISendingStore
{
    /// <summary>
    /// Asks for the turn to renew a token. A valid stored token comes first: when its sealed text is not
    /// <paramref name="unwanted"/>, it is returned and no turn is taken. A turn lasts for <paramref name="lease"/>; one that lies further ahead than that
    /// (a clock was set back) counts as over.
    /// </summary>
    ValueTask<RefreshTurn> BeginRefreshAsync(
        string appId,
        string holder,
        string? unwanted,
        DateTimeOffset now,
        TimeSpan lease,
        CancellationToken cancellationToken);

    /// <summary>
    /// Ends a turn, storing the new token if there is one. False: the turn had passed to another holder, nothing was
    /// changed.
    /// </summary>
    ValueTask<bool> EndRefreshAsync(
        string appId, string holder, StoredToken? token, CancellationToken cancellationToken);

    /// <summary>
    /// Takes one forced refresh out of what WeChat allows: <see cref="ForcedRefreshes.PerDay"/> in 24 hours and
    /// <see cref="ForcedRefreshes.Gap"/> between two. <see langword="null"/>: taken; else the time of the next one.
    /// </summary>
    ValueTask<DateTimeOffset?> TakeForcedRefreshAsync(
        string appId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Opens or improves a user's window: what is left becomes the larger of both, the end the later of both. A window that
    /// was over at <paramref name="from"/> is opened as a new one.
    /// </summary>
    ValueTask GrantWindowAsync(
        string app,
        string openId,
        int messages,
        DateTimeOffset from,
        DateTimeOffset closesAt,
        DateTimeOffset arrivedAt,
        CancellationToken cancellationToken) =>
        GrantWindowAsync(app, openId, messages, from, closesAt, arrivedAt, push: null, cancellationToken);

    /// <summary>
    /// The same, and keeps the push that granted it as the newest of the user's conversation: the same row is written anyway.
    /// One that is kept already stays where it is.
    /// </summary>
    ValueTask GrantWindowAsync(
        string app,
        string openId,
        int messages,
        DateTimeOffset from,
        DateTimeOffset closesAt,
        DateTimeOffset arrivedAt,
        GrantingPush? push,
        CancellationToken cancellationToken);

    /// <summary>The user's window, open or not; <see langword="null"/>: it is not known.</summary>
    ValueTask<CustomerServiceWindow?> ReadWindowAsync(string app, string openId, CancellationToken cancellationToken);

    /// <summary>Takes one message out of the window, if there is one.</summary>
    ValueTask ConsumeWindowAsync(string app, string openId);

    /// <summary>
    /// WeChat reported that the window has ended. A grant that arrived after <paramref name="asOf"/>, the time at which the
    /// refused call began, stands.
    /// </summary>
    ValueTask EndWindowAsync(string app, string openId, WindowEnd end, DateTimeOffset asOf);
}
