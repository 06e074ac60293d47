using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Spool;
using WeChatPush.Storage;

namespace WeChatPush.Redis.Tests.Spool;

/// <summary>A shared inbox that can be away, hang, or lose its answers.</summary>
internal sealed class FlakyInbox(IInbox inner) : IInbox, ISpoolTarget, IStoreProbe
{
    public enum Weather
    {
        Fine,

        /// <summary>Refuses at once.</summary>
        Away,

        /// <summary>Says nothing.</summary>
        Hanging,

        /// <summary>Stores, and says nothing.</summary>
        Deaf,
    }

    public Weather Now { get; set; }

    public List<string> Appended { get; } = [];

    /// <summary>The apps of which it refuses everything, whatever the weather.</summary>
    public HashSet<string> AppsAway { get; } = [];

    public bool IsPartitioned { get; set; }

    public async ValueTask<AppendOutcome> AppendAsync(IncomingPush push, CancellationToken cancellationToken)
    {
        if (AppsAway.Contains(push.App))
            throw new StoreUnavailableException("its part is away");
        switch (Now)
        {
            case Weather.Away:
                throw new StoreUnavailableException("connection refused");
            case Weather.Hanging:
                await Task.Delay(Timeout.Infinite, cancellationToken);
                break;
            case Weather.Deaf:
                await inner.AppendAsync(push, CancellationToken.None);
                await Task.Delay(Timeout.Infinite, cancellationToken);
                break;
        }

        lock (Appended)
            Appended.Add(push.Id);
        return await inner.AppendAsync(push, cancellationToken);
    }

    public ValueTask RememberNonceAsync(string app, PushNonce nonce, CancellationToken cancellationToken) =>
        Now == Weather.Fine
            ? inner.RememberNonceAsync(app, nonce, cancellationToken)
            : throw new StoreUnavailableException("connection refused");

    public async ValueTask<SpoolTransfer> TakeAsync(string app, IReadOnlyList<IncomingPush> pushes)
    {
        var taken = new bool[pushes.Count];
        try
        {
            for (var i = 0; i < pushes.Count; i++)
            {
                await AppendAsync(pushes[i], CancellationToken.None);
                taken[i] = true;
            }

            return new SpoolTransfer(taken, null);
        }
        catch (StoreUnavailableException error)
        {
            return new SpoolTransfer(taken, error.Message);
        }
    }

    public ValueTask<string?> FindProblemAsync(string app, CancellationToken cancellationToken) =>
        new(Now != Weather.Fine || AppsAway.Contains(app) ? "its part is away" : null);

    /// <summary>Fails the next question in a way that no store has announced.</summary>
    public bool Breaks { get; set; }

    public ValueTask<string?> FindProblemAsync(CancellationToken cancellationToken)
    {
        if (Breaks)
        {
            Breaks = false;
            throw new InvalidOperationException("unheard of");
        }

        return new(Now == Weather.Fine ? null : "it is out of sorts");
    }

    public ValueTask<ClaimResult> ClaimAsync(int max, ClaimScope scope, AppQuota quota, CancellationToken cancellationToken) =>
        inner.ClaimAsync(max, scope, quota, cancellationToken);

    public ValueTask<IReadOnlyList<ClaimedPush>> RenewAsync(IReadOnlyList<ClaimedPush> claims, CancellationToken cancellationToken) =>
        inner.RenewAsync(claims, cancellationToken);

    public ValueTask<IReadOnlyList<DueHead>> ReadDueHeadsAsync(IReadOnlyList<string> apps, CancellationToken cancellationToken) =>
        inner.ReadDueHeadsAsync(apps, cancellationToken);

    public ValueTask<bool> SettleAsync(ClaimedPush claim, Settlement settlement, CancellationToken cancellationToken) =>
        inner.SettleAsync(claim, settlement, cancellationToken);

    public ValueTask<SendSlot> FindSendAsync(ClaimedPush claim, int ordinal, CancellationToken cancellationToken) =>
        inner.FindSendAsync(claim, ordinal, cancellationToken);

    public ValueTask<SendSlot> BeginSendAsync(ClaimedPush claim, int ordinal, string api, CancellationToken cancellationToken) =>
        inner.BeginSendAsync(claim, ordinal, api, cancellationToken);

    public ValueTask EndSendAsync(ClaimedPush claim, int ordinal, SendRecord record, CancellationToken cancellationToken) =>
        inner.EndSendAsync(claim, ordinal, record, cancellationToken);

    public ValueTask<StoredReply?> WaitForReplyAsync(string app, PushKey key, TimeSpan limit, CancellationToken cancellationToken) =>
        inner.WaitForReplyAsync(app, key, limit, cancellationToken);

    public Task WaitForWorkAsync(TimeSpan limit, CancellationToken cancellationToken) => inner.WaitForWorkAsync(limit, cancellationToken);

    public ValueTask<int> SweepAsync(int max, CancellationToken cancellationToken) => inner.SweepAsync(max, cancellationToken);
}
