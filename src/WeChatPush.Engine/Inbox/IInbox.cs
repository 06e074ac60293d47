using WeChatPush.Protocol;
using WeChatPush.Storage;

namespace WeChatPush.Inbox;

/// <summary>
/// The store of record. Every member is one atomic step, durable when it returns: on disk on SQLite, and on Redis with
/// <c>appendfsync always</c>; with <c>everysec</c> a power cut takes what was stored in the last second.
/// Order: of one mailbox at most one push is claimed at a time, and in the order of arrival; a push that waits for its
/// retry holds back its own mailbox and no other.
/// </summary>
internal interface IInbox
{
    /// <summary>
    /// Deduplicates and stores in one step. A key seen within its window is a duplicate, whatever became of the first;
    /// only one that awaits a reply, and failed before WeChat got it, is queued again by its duplicate.
    /// </summary>
    /// <exception cref="Storage.StoreUnavailableException">
    /// Nothing was stored; or, if it is a <see cref="Storage.StoreOutcomeUnknownException"/>, this is not known. Appending
    /// the same push again is harmless in both cases.
    /// </exception>
    ValueTask<AppendOutcome> AppendAsync(IncomingPush push, CancellationToken cancellationToken);

    /// <summary>
    /// Claims up to <paramref name="max"/> pushes that are due, those with a request waiting first, then those that have
    /// been due for longest (a push that had to wait behind another push of its user counts from its arrival), for the
    /// lease of this instance. Expired leases of others are taken over.
    /// </summary>
    ValueTask<ClaimResult> ClaimAsync(int max, ClaimScope scope, CancellationToken cancellationToken);

    /// <summary>Prolongs leases; returns the pushes that are no longer this instance's and must be given up.</summary>
    ValueTask<IReadOnlyList<ClaimedPush>> RenewAsync(IReadOnlyList<ClaimedPush> claims, CancellationToken cancellationToken);

    /// <summary>Ends an attempt. False: the lease had been lost and nothing was changed.</summary>
    ValueTask<bool> SettleAsync(ClaimedPush claim, Settlement settlement, CancellationToken cancellationToken);

    /// <summary>
    /// Notes, before a call to WeChat, that it is about to be made: the nth send of this push's current run. If an earlier
    /// attempt of the same run already made it, returns its outcome instead.
    /// </summary>
    ValueTask<SendSlot> BeginSendAsync(ClaimedPush claim, int ordinal, string api, CancellationToken cancellationToken);

    /// <summary>Notes how the nth send ended.</summary>
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

    /// <summary>Forgets keys whose window is over and pushes whose retention is over; returns how many rows went.</summary>
    ValueTask<int> SweepAsync(int max, CancellationToken cancellationToken);
}

/// <summary>A push that was verified and read, on its way into the store.</summary>
internal sealed record IncomingPush
{
    /// <summary>The push's id everywhere: admin API, <c>webhook-id</c>, logs. Time-ordered.</summary>
    public required string Id { get; init; }

    /// <summary>The app's name.</summary>
    public required string App { get; init; }

    /// <summary>The push's identity within the app.</summary>
    public required PushKey Key { get; init; }

    /// <summary>How long the identity is remembered.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>The user whose pushes are handled one after the other; <see langword="null"/>: none.</summary>
    public required string? OpenId { get; init; }

    /// <summary>MsgType, or empty for a notice without one.</summary>
    public required string MsgType { get; init; }

    /// <summary>Event, or <see langword="null"/>.</summary>
    public required string? Event { get; init; }

    /// <summary>CreateTime as WeChat sent it: Unix seconds.</summary>
    public required long CreateTime { get; init; }

    /// <summary>When it arrived.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The decrypted original, to the letter.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>
    /// What the channel adds to the push beside its body, such as WeChat's <c>x-wx-unionid</c>; most add nothing.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Source { get; init; }

    /// <summary>
    /// WeChat's request waits for content. Such a push is claimed before all others and belongs to no mailbox: a request
    /// cannot wait for the user's turn.
    /// </summary>
    public bool AwaitsReply { get; init; }
}

/// <summary>What became of an append.</summary>
internal enum AppendOutcome
{
    /// <summary>It is stored now.</summary>
    Stored,

    /// <summary>It was stored before.</summary>
    Duplicate,

    /// <summary>It was stored before, as one that awaits a reply: wait for the same reply.</summary>
    DuplicateAwaitingReply,

    /// <summary>The caller gave up before its turn came; nothing was stored.</summary>
    Abandoned,
}

/// <summary>A push that this instance has for the time of a lease.</summary>
internal sealed record ClaimedPush
{
    /// <inheritdoc cref="IncomingPush.Id"/>
    public required string Id { get; init; }

    /// <inheritdoc cref="IncomingPush.App"/>
    public required string App { get; init; }

    /// <inheritdoc cref="IncomingPush.OpenId"/>
    public required string? OpenId { get; init; }

    /// <inheritdoc cref="IncomingPush.ReceivedAt"/>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <inheritdoc cref="IncomingPush.Body"/>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Which attempt this is, from 1. Attempts that did not count (an API outage, a release) are not in it.</summary>
    public required int Attempt { get; init; }

    /// <summary>How often the push was replayed by hand; each replay is a run of its own.</summary>
    public required int Replay { get; init; }

    /// <summary>Fences a late holder: only the token of the present lease may settle.</summary>
    public required long Fence { get; init; }

    /// <summary>The store's own handle on the row.</summary>
    public required long Handle { get; init; }

    /// <inheritdoc cref="IncomingPush.Source"/>
    public IReadOnlyDictionary<string, string>? Source { get; init; }

    /// <inheritdoc cref="IncomingPush.AwaitsReply"/>
    public bool AwaitsReply { get; init; }
}

/// <summary>Which pushes to claim.</summary>
internal enum ClaimScope
{
    /// <summary>Whatever is due.</summary>
    All,

    /// <summary>Only those with a request waiting: there is room for no others.</summary>
    AwaitingReply,
}

/// <summary>The content a push is answered with, before encryption; the same for every try.</summary>
internal sealed record StoredReply(ReadOnlyMemory<byte> Content);

/// <summary>The pushes that were claimed, and when the next one falls due.</summary>
internal readonly record struct ClaimResult(IReadOnlyList<ClaimedPush> Pushes, DateTimeOffset? NextDue);

/// <summary>How an attempt ended.</summary>
internal abstract record Settlement
{
    /// <summary>Handled; <paramref name="Detail"/> goes into the timeline, the reply to the request that waits for it.</summary>
    internal sealed record Done(string? Detail, StoredReply? Reply = null) : Settlement;

    /// <summary>To be tried again at a time; <paramref name="Counts"/>: the attempt counts towards the limit.</summary>
    internal sealed record Retry(DateTimeOffset At, string Reason, bool Counts) : Settlement;

    /// <summary>Put back until a time because sending is stopped; nothing was tried, so nothing counts.</summary>
    internal sealed record Defer(DateTimeOffset At, string Reason) : Settlement;

    /// <summary>
    /// Given up, with its reason: a dead letter. A reply says so to WeChat, which is no acknowledgement: the next try of
    /// WeChat's runs it again.
    /// </summary>
    internal sealed record DeadLetter(string Reason, StoredReply? Reply = null) : Settlement;

    /// <summary>Handed back untouched, as if it had not been claimed (shutdown).</summary>
    internal sealed record Release : Settlement;
}

/// <summary>What the store knows of a send that is about to be made.</summary>
internal readonly record struct SendSlot(SendSlotState State, SendRecord? Earlier);

/// <summary>Whether a send may be made.</summary>
internal enum SendSlotState
{
    /// <summary>Nothing is known of it: make the call, then end it.</summary>
    Fresh,

    /// <summary>An earlier attempt ended it; <see cref="SendSlot.Earlier"/> is the outcome. Do not call.</summary>
    Settled,

    /// <summary>An earlier attempt began it and died, or did not get its outcome.</summary>
    Uncertain,

    /// <summary>The lease was lost: another instance has the push. Do not call.</summary>
    Lost,
}

/// <summary>How a send ended.</summary>
internal sealed record SendRecord(
    string Api, DateTimeOffset At, SendOutcome Outcome, int? ErrCode, string? ErrMsg, TimeSpan Duration);
