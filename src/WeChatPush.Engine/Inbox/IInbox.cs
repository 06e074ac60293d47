using WeChatPush.Protocol;

namespace WeChatPush.Inbox;

/// <summary>
/// The store of record. Every member is one atomic step, durable when it returns: on disk on SQLite, and on Redis with
/// <c>appendfsync always</c>; with <c>everysec</c> a power cut takes what was stored in the last second.
/// Order: of one mailbox at most one push is claimed at a time, and in the order of arrival; a push that waits for its
/// retry holds back its own mailbox and no other.
/// </summary>
internal interface IInbox
{
    /// <summary>Enough for a thousand sends a second, and few enough for a busy processor to write at once.</summary>
    const int MaxNotedSends = 4;

    /// <summary>How many sends may be noted and not yet written at once; <see langword="null"/>: any number.</summary>
    SemaphoreSlim? SendLimiter => null;

    /// <summary>
    /// Deduplicates and stores in one step. A key seen within its window is a duplicate, whatever became of the first;
    /// only one that awaits a reply, and failed before WeChat got it, is queued again by its duplicate. The same step ties
    /// the push's <see cref="IncomingPush.Nonce"/> to its key, also if it is a duplicate, or refuses a nonce that is tied to
    /// another key.
    /// </summary>
    /// <exception cref="Storage.StoreUnavailableException">
    /// Nothing was stored; or, if it is a <see cref="Storage.StoreOutcomeUnknownException"/>, this is not known. Appending
    /// the same push again is harmless in both cases.
    /// </exception>
    ValueTask<AppendOutcome> AppendAsync(IncomingPush push, CancellationToken cancellationToken);

    /// <summary>
    /// Remembers the nonce of a request that is no push, so that no push may come with it. One that is known stays tied to
    /// what it came with.
    /// </summary>
    /// <exception cref="Storage.StoreUnavailableException">It is not known whether it is remembered.</exception>
    ValueTask RememberNonceAsync(string app, PushNonce nonce, CancellationToken cancellationToken);

    /// <summary>
    /// Claims up to <paramref name="max"/> pushes that are due, those with a request waiting first, then those that have
    /// been due for longest (a push that had to wait behind another push of its user counts from its arrival), for the
    /// lease of this instance. Expired leases of others are taken over. An app that holds what <paramref name="quota"/>
    /// allows is passed over, and so is the time at which its next push falls due: a place that becomes free is the sign to
    /// claim again.
    /// </summary>
    ValueTask<ClaimResult> ClaimAsync(int max, ClaimScope scope, AppQuota quota, CancellationToken cancellationToken);

    /// <summary>Prolongs leases; returns the pushes that are no longer this instance's and must be given up.</summary>
    ValueTask<IReadOnlyList<ClaimedPush>> RenewAsync(IReadOnlyList<ClaimedPush> claims, CancellationToken cancellationToken);

    /// <summary>Ends an attempt. False: the lease had been lost and nothing was changed.</summary>
    ValueTask<bool> SettleAsync(ClaimedPush claim, Settlement settlement, CancellationToken cancellationToken);

    /// <summary>
    /// What <see cref="BeginSendAsync"/> would answer, without noting that the send begins. One that an earlier attempt left
    /// without an end is uncertain from then on.
    /// </summary>
    ValueTask<SendSlot> FindSendAsync(ClaimedPush claim, int ordinal, CancellationToken cancellationToken);

    /// <summary>
    /// Notes, right before a call to WeChat is written, that it is about to be: the nth send of this push's current run. If
    /// an earlier attempt of the same run already made it, returns its outcome instead.
    /// </summary>
    ValueTask<SendSlot> BeginSendAsync(ClaimedPush claim, int ordinal, string api, CancellationToken cancellationToken);

    /// <summary>
    /// Notes how the nth send ended: one that this holder began, or, as long as it has the push, one that never began. What
    /// was certainly not sent may begin again.
    /// </summary>
    ValueTask EndSendAsync(ClaimedPush claim, int ordinal, SendRecord record, CancellationToken cancellationToken);

    /// <summary>
    /// Waits for the reply of a push that awaits one, whichever instance makes it: the execution of this try or of an
    /// earlier one. <see langword="null"/>: there is none within the limit, or its execution failed.
    /// </summary>
    ValueTask<StoredReply?> WaitForReplyAsync(string app, PushKey key, TimeSpan limit, CancellationToken cancellationToken);

    /// <summary>
    /// Completes when there may be work: something was appended, settled or replayed, or the time has come.
    /// A signal, never the store: spurious and lost signals are both allowed, so wait with a time limit.
    /// </summary>
    Task WaitForWorkAsync(TimeSpan limit, CancellationToken cancellationToken);

    /// <summary>
    /// Of each of these apps with unfinished pushes, the one that falls due first. One that is being handled falls due when
    /// its lease ends; one with a request waiting is not told.
    /// </summary>
    ValueTask<IReadOnlyList<DueHead>> ReadDueHeadsAsync(IReadOnlyList<string> apps, CancellationToken cancellationToken);

    /// <summary>Forgets keys whose window is over and pushes whose retention is over; returns how many rows went.</summary>
    ValueTask<int> SweepAsync(int max, CancellationToken cancellationToken);
}
