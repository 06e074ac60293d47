using System.Runtime.CompilerServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WeChatPush.Coordination;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Sqlite.Connection;
using WeChatPush.Sqlite.Storage;
using WeChatPush.Storage;

namespace WeChatPush.Sqlite.Inbox;

/// <summary>The inbox in the embedded store.</summary>
internal sealed class SqliteInbox : IInbox
{
    private const string RenewLease = "UPDATE push SET due_at = $3 WHERE seq = $1 AND fence = $2 AND state = 1";

    private static readonly TimeSpan ClockJitter = TimeSpan.FromSeconds(1);

    private readonly SqliteStore _store;
    private readonly IOptionsMonitor<WeChatPushOptions> _options;
    private readonly TimeProvider _time;
    private readonly WorkSignal _workSignal;
    private readonly BroadcastEvent _settled = new();
    private readonly Sweep _sweep = new();
    private readonly PayloadSweep _payloads = new();
    private readonly AppendLog _appendLog = new();
    private readonly StoreRetry _retry;
    private DateTimeOffset _latest = DateTimeOffset.MinValue;

    public SqliteInbox(
        SqliteStore store,
        IOptionsMonitor<WeChatPushOptions> options,
        TimeProvider time,
        IHostApplicationLifetime? lifetime = null)
    {
        _store = store;
        _options = options;
        _time = time;
        _workSignal = new WorkSignal(time);
        _retry = new StoreRetry(time, () => Lease, lifetime?.ApplicationStopping ?? CancellationToken.None);
        InboxSchema.Migrate(store);
        Load();
    }

    private TimeSpan Lease => _options.CurrentValue.Dispatching.Lease;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<AppendOutcome> AppendAsync(IncomingPush push, CancellationToken cancellationToken)
    {
        var work = new AppendWork(_appendLog, push, cancellationToken);
        using var registration = cancellationToken.UnsafeRegister(static (work, token) => ((AppendWork)work!).GiveUp(token), work);
        var outcome = await _store.WriteAsync(work);
        if (outcome is AppendOutcome.Stored or AppendOutcome.DuplicateAwaitingReply)
            _workSignal.Set();
        return outcome;
    }

    public SemaphoreSlim SendLimiter { get; } = new(IInbox.MaxNotedSends);

    public async ValueTask RememberNonceAsync(string app, PushNonce nonce, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        await _store.WriteAsync(session => _appendLog.TryAdd(session, app, nonce, now)).AsTask().WaitAsync(cancellationToken);
    }

    public async ValueTask<ClaimResult> ClaimAsync(int max, ClaimScope scope, AppQuota quota, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var setBack = _latest - now;
        if (setBack > ClockJitter)
            await _store.WriteAsync(session => DueTimes.SetBack(session, now, setBack, Lease));
        _latest = now;
        return await _store.WriteAsync(new ClaimWork(max, scope, quota, now, Lease));
    }

    public ValueTask<IReadOnlyList<ClaimedPush>> RenewAsync(
        IReadOnlyList<ClaimedPush> claims, CancellationToken cancellationToken)
    {
        var until = (_time.GetUtcNow() + Lease).ToUnixTimeMilliseconds();
        return _store.WriteAsync<IReadOnlyList<ClaimedPush>>(session =>
            [.. claims.Where(claim => !Renew(session, claim, until))]);
    }

    public ValueTask<IReadOnlyList<DueHead>> ReadDueHeadsAsync(IReadOnlyList<string> apps, CancellationToken cancellationToken) =>
        _store.ReadAsync<IReadOnlyList<DueHead>>(session => DuePushes.ReadHeads(session, apps), cancellationToken);

    public async ValueTask<bool> SettleAsync(ClaimedPush claim, Settlement settlement, CancellationToken cancellationToken)
    {
        var settled = await WriteAsync(() => _store.WriteAsync(new SettleWork(claim, settlement, _time.GetUtcNow())));
        _workSignal.Set();
        if (claim.AwaitsReply)
            _settled.Set();
        return settled;
    }

    public async ValueTask<SendSlot> FindSendAsync(ClaimedPush claim, int ordinal, CancellationToken cancellationToken)
    {
        var resend = _options.CurrentValue.Sending.WhenUncertain == UncertainSend.Resend;
        return await WriteAsync(() => _store.WriteAsync(session => SendJournal.Find(session, claim, ordinal, resend)));
    }

    public async ValueTask<SendSlot> BeginSendAsync(
        ClaimedPush claim, int ordinal, string api, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var resend = _options.CurrentValue.Sending.WhenUncertain == UncertainSend.Resend;
        return await WriteAsync(
            () => _store.WriteNoteAsync(session => SendJournal.Begin(session, claim, ordinal, api, resend, now)));
    }

    public async ValueTask EndSendAsync(
        ClaimedPush claim, int ordinal, SendRecord record, CancellationToken cancellationToken) =>
        await WriteAsync(() => _store.WriteAsync(session => SendJournal.End(session, claim, ordinal, record)));

    public async ValueTask<StoredReply?> WaitForReplyAsync(
        string app, PushKey key, TimeSpan limit, CancellationToken cancellationToken)
    {
        var bytes = KeyBytes.From(key);
        using var over = new CancellationTokenSource(limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        while (true)
        {
            // Listen first, look second: what is settled between the two is not missed.
            var next = _settled.Next;
            var (reply, pending) = await _store.ReadAsync(session => AwaitingReply.Look(session, bytes), cancellationToken);
            if (reply is not null || !pending)
                return reply;
            try
            {
                await next.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return null;
            }
        }
    }

    public Task WaitForWorkAsync(TimeSpan limit, CancellationToken cancellationToken) =>
        _workSignal.WaitAsync(limit, cancellationToken);

    public ValueTask<int> SweepAsync(int max, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var (retention, window) = (_options.CurrentValue.Retention, _options.CurrentValue.Deduplication.MaxMemory);
        return _store.WriteAsync(session =>
            _sweep.Run(session, now, retention, window, max) + _payloads.Run(session, now, retention, window, max));
    }

    /// <summary>Takes apart whatever had arrived before this call, so that a look at the tables sees it.</summary>
    public async ValueTask IndexAsync(CancellationToken cancellationToken)
    {
        if (await _store.ReadAsync(AppendLogIndexer.Youngest, cancellationToken) is not { } youngest)
            return;
        while (await _store.WriteAsync(session => AppendLogIndexer.Some(session, youngest)))
            cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Appends as a part of a step that is more than that.</summary>
    public AppendOutcome Append(SqliteSession session, IncomingPush push) => AppendWork.Append(session, _appendLog, push);

    /// <summary>Erases an app, from what is here in memory as well.</summary>
    public async ValueTask<AppErasure> EraseAppAsync(string app, CancellationToken cancellationToken)
    {
        var erased = await AppTables.EraseAsync(_store, app, _appendLog, cancellationToken);
        // Whoever waits for a reply finds the push gone.
        _settled.Set();
        return erased;
    }

    /// <summary>Signals that a replay queued work.</summary>
    public void SignalWork() => _workSignal.Set();

    // The first try nearly always succeeds, and is spared the machinery of the others.
    private async ValueTask<T> WriteAsync<T>(Func<ValueTask<T>> write)
    {
        try
        {
            return await write();
        }
        catch (StoreUnavailableException)
        {
            return await _retry.ExecuteAsync(_ => write().AsTask());
        }
    }

    private static bool Renew(SqliteSession session, ClaimedPush claim, long until)
    {
        PackedPushes.Get(session).Index(session, claim);
        return session.Execute(RenewLease, claim.Handle, claim.Fence, until) > 0;
    }

    private void Load() => _store.ReadAsync(
        session =>
        {
            _appendLog.Load(session, _time.GetUtcNow().ToUnixTimeMilliseconds());
            return 0;
        },
        CancellationToken.None).AsTask().GetAwaiter().GetResult();
}
