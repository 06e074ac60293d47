using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using WeChatPush.Coordination;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Storage;

namespace WeChatPush.Spool;

/// <summary>
/// The shared inbox with this instance's spool before it. While the shared store does not answer for its app, or its answer
/// is unknown, a push is kept here; it reaches the shared inbox later through the same deduplicating append, so whatever
/// became of the first try does no harm.
/// </summary>
internal sealed class SpoolingInbox(
    IInbox shared,
    IPushSpool spool,
    SharedStoreWatch watch,
    IOptionsMonitor<WeChatPushOptions> options,
    TimeProvider time) : IInbox
{
    /// <summary>The part of the append's time that the shared store may use up; the rest is for the disk.</summary>
    private const double SharedShare = 0.5;

    private const int NearTheEnd = 1000;
    private static readonly TimeSpan MaxHoldUp = TimeSpan.FromMilliseconds(250);

    private readonly SharedDeadline _deadlines = new(time);

    public SemaphoreSlim? SendLimiter => shared.SendLimiter;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<AppendOutcome> AppendAsync(IncomingPush push, CancellationToken cancellationToken)
    {
        var receiving = options.CurrentValue.Receiving;

        // A push whose request waits for content cannot be acknowledged from a spool: WeChat has to try again.
        if (push.AwaitsReply)
            return await AppendToSharedAsync(push, cancellationToken);
        if (receiving.WhenStoreIsDown == StoreOutage.Refuse)
        {
            // What an earlier configuration spooled is of the same user, and before it.
            return spool.Holds(push.App, push.OpenId)
                ? throw new StoreUnavailableException("earlier pushes of this user are still being handed over")
                : await AppendToSharedAsync(push, cancellationToken);
        }

        // A user's pushes stay in order: behind one that is spooled, the next is spooled too.
        if (!watch.IsAway(push.App) && !spool.Holds(push.App, push.OpenId)
            && await TrySharedAsync(push, receiving.AppendTimeout * SharedShare) is { } outcome)
            return outcome;

        var kept = await spool.AppendAsync(push, cancellationToken);
        if (kept == AppendOutcome.Stored)
            await HoldUpAsync(push);
        return kept;
    }

    // Not spooled: who verifies a URL can try again, and a nonce that only this instance knows protects no other.
    public async ValueTask RememberNonceAsync(string app, PushNonce nonce, CancellationToken cancellationToken)
    {
        try
        {
            await shared.RememberNonceAsync(app, nonce, cancellationToken);
        }
        catch (StoreUnavailableException error)
        {
            watch.Failed(app, error.Message);
            throw;
        }
    }

    public ValueTask<ClaimResult> ClaimAsync(int max, ClaimScope scope, AppQuota quota, CancellationToken cancellationToken) =>
        shared.ClaimAsync(max, scope, quota, cancellationToken);

    public ValueTask<IReadOnlyList<ClaimedPush>> RenewAsync(
        IReadOnlyList<ClaimedPush> claims, CancellationToken cancellationToken) =>
        shared.RenewAsync(claims, cancellationToken);

    public ValueTask<IReadOnlyList<DueHead>> ReadDueHeadsAsync(IReadOnlyList<string> apps, CancellationToken cancellationToken) =>
        shared.ReadDueHeadsAsync(apps, cancellationToken);

    public ValueTask<bool> SettleAsync(ClaimedPush claim, Settlement settlement, CancellationToken cancellationToken) =>
        shared.SettleAsync(claim, settlement, cancellationToken);

    public ValueTask<SendSlot> FindSendAsync(ClaimedPush claim, int ordinal, CancellationToken cancellationToken) =>
        shared.FindSendAsync(claim, ordinal, cancellationToken);

    public ValueTask<SendSlot> BeginSendAsync(
        ClaimedPush claim, int ordinal, string api, CancellationToken cancellationToken) =>
        shared.BeginSendAsync(claim, ordinal, api, cancellationToken);

    public ValueTask EndSendAsync(
        ClaimedPush claim, int ordinal, SendRecord record, CancellationToken cancellationToken) =>
        shared.EndSendAsync(claim, ordinal, record, cancellationToken);

    public ValueTask<StoredReply?> WaitForReplyAsync(
        string app, PushKey key, TimeSpan limit, CancellationToken cancellationToken) =>
        shared.WaitForReplyAsync(app, key, limit, cancellationToken);

    public Task WaitForWorkAsync(TimeSpan limit, CancellationToken cancellationToken) =>
        shared.WaitForWorkAsync(limit, cancellationToken);

    public ValueTask<int> SweepAsync(int max, CancellationToken cancellationToken) =>
        shared.SweepAsync(max, cancellationToken);

    // The push is stored. But near the end of a drain a client that writes as fast as the drain runs would keep it from
    // ending. Its answer therefore waits until the drain has caught up.
    private async ValueTask HoldUpAsync(IncomingPush push)
    {
        for (var begun = time.GetTimestamp(); !watch.IsAway(push.App) && spool.CountOf(push.App) <= NearTheEnd;)
        {
            // Listen first, look second.
            var next = spool.Released;
            var left = MaxHoldUp - time.GetElapsedTime(begun);
            if (left <= TimeSpan.Zero || !spool.Holds(push.App, push.OpenId))
                return;
            await ((Task)next.WaitAsync(left, time)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AppendOutcome> AppendToSharedAsync(IncomingPush push, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await shared.AppendAsync(push, cancellationToken);
            watch.Answered(push.App);
            return outcome;
        }
        catch (StoreUnavailableException error)
        {
            watch.Failed(push.App, error.Message);
            throw;
        }
    }

    // The caller's deadline lies behind this limit, so the call need not observe the caller's token.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AppendOutcome?> TrySharedAsync(IncomingPush push, TimeSpan limit)
    {
        try
        {
            var outcome = await shared.AppendAsync(push, _deadlines.After(limit));
            return outcome == AppendOutcome.Abandoned ? null : outcome;
        }
        catch (StoreUnavailableException error)
        {
            watch.Failed(push.App, error.Message);
            return null;
        }
        catch (OperationCanceledException)
        {
            watch.Failed(push.App, $"no answer within {limit.TotalMilliseconds:0} ms");
            return null;
        }
    }
}
