using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Sqlite.Inbox;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Dispatching;

/// <summary>
/// An inbox that tells of what the dispatcher does with it. Its first renewal may fail, in a way that no store has announced.
/// </summary>
internal sealed class WatchedInbox(IInbox inner, bool firstRenewalFails) : IInbox
{
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _begun = new(0);
    private readonly SemaphoreSlim _ended = new(0);
    private readonly TaskCompletionSource _claimed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _fails = firstRenewalFails;

    /// <summary>What settlements wait for.</summary>
    public Task MaySettle { get; set; } = Task.CompletedTask;

    /// <summary>Completes when the dispatcher looks for work.</summary>
    public Task Claimed => _claimed.Task;

    public static void Add(IServiceCollection services, bool firstRenewalFails = false) => services.AddSingleton<IInbox>(
        provider => new WatchedInbox(provider.GetRequiredService<SqliteInbox>(), firstRenewalFails));

    public static WatchedInbox Get(EngineUnderTest engine) => (WatchedInbox)engine.Services.GetRequiredService<IInbox>();

    /// <summary>
    /// Lets the clock run until the leases have been renewed so many times, by steps so small that no lease ends while a
    /// renewal is on its way; it stands while one works.
    /// </summary>
    public async Task RenewAsync(ManualTimeProvider time, TimeSpan lease, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await time.RunAsync(_begun.WaitAsync(), lease / 150);
            (await _ended.WaitAsync(WaitTimeout)).ShouldBeTrue();
        }
    }

    public async ValueTask<IReadOnlyList<ClaimedPush>> RenewAsync(
        IReadOnlyList<ClaimedPush> claims, CancellationToken cancellationToken)
    {
        _begun.Release();
        try
        {
            if (!_fails)
                return await inner.RenewAsync(claims, cancellationToken);
            _fails = false;
            throw new InvalidOperationException("unheard of");
        }
        finally
        {
            _ended.Release();
        }
    }

    public ValueTask RememberNonceAsync(string app, PushNonce nonce, CancellationToken cancellationToken) =>
        inner.RememberNonceAsync(app, nonce, cancellationToken);

    public ValueTask<AppendOutcome> AppendAsync(IncomingPush push, CancellationToken cancellationToken) =>
        inner.AppendAsync(push, cancellationToken);

    public ValueTask<ClaimResult> ClaimAsync(int max, ClaimScope scope, AppQuota quota, CancellationToken cancellationToken)
    {
        _claimed.TrySetResult();
        return inner.ClaimAsync(max, scope, quota, cancellationToken);
    }

    public ValueTask<IReadOnlyList<DueHead>> ReadDueHeadsAsync(IReadOnlyList<string> apps, CancellationToken cancellationToken) =>
        inner.ReadDueHeadsAsync(apps, cancellationToken);

    public async ValueTask<bool> SettleAsync(ClaimedPush claim, Settlement settlement, CancellationToken cancellationToken)
    {
        await MaySettle;
        return await inner.SettleAsync(claim, settlement, cancellationToken);
    }

    public ValueTask<SendSlot> FindSendAsync(ClaimedPush claim, int ordinal, CancellationToken cancellationToken) =>
        inner.FindSendAsync(claim, ordinal, cancellationToken);

    public ValueTask<SendSlot> BeginSendAsync(
        ClaimedPush claim, int ordinal, string api, CancellationToken cancellationToken) =>
        inner.BeginSendAsync(claim, ordinal, api, cancellationToken);

    public ValueTask EndSendAsync(
        ClaimedPush claim, int ordinal, SendRecord record, CancellationToken cancellationToken) =>
        inner.EndSendAsync(claim, ordinal, record, cancellationToken);

    public ValueTask<StoredReply?> WaitForReplyAsync(
        string app, PushKey key, TimeSpan limit, CancellationToken cancellationToken) =>
        inner.WaitForReplyAsync(app, key, limit, cancellationToken);

    public Task WaitForWorkAsync(TimeSpan limit, CancellationToken cancellationToken) =>
        inner.WaitForWorkAsync(limit, cancellationToken);

    public ValueTask<int> SweepAsync(int max, CancellationToken cancellationToken) => inner.SweepAsync(max, cancellationToken);
}
