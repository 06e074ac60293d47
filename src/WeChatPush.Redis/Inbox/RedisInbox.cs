using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using WeChatPush.Apps;
using WeChatPush.Coordination;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Redis.Connection;
using WeChatPush.Redis.Storage;
using WeChatPush.Storage;
using WeChatPush.Telemetry;

namespace WeChatPush.Redis.Inbox;

/// <summary>
/// The inbox in Redis, shared by any number of instances. Every member is one script. Work is claimed for the apps of the
/// configuration only: an instance that does not serve an app (yet, or any more) must not take its pushes.
/// </summary>
internal sealed partial class RedisInbox : IInbox
{
    private const string WorkChannel = "wechatpush:bell";
    private const string Settled = "wechatpush:settled";

    /// <summary>How long any step but an append may take.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan PayloadRound = TimeSpan.FromHours(1);

    // Pushes unpacked in one step: receiving continues between the steps.
    private const int IndexBatchSize = 500;

    // However little time a caller has: a server that was slower than that once is not unreachable.
    private static readonly TimeSpan MinTimeout = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, RedisApp> _apps = new(StringComparer.Ordinal);
    private readonly RedisConnection _redis;
    private readonly IOptionsMonitor<WeChatPushOptions> _options;
    private readonly TimeProvider _time;
    private readonly RedisClock _clock;
    private readonly WorkSignal _workSignal;
    private readonly BroadcastEvent _settled = new();
    private readonly StoreRetry _retry;
    private readonly ScriptBatchers _batchers;
    private readonly ILogger _logger;
    private readonly AppCatalog _catalog;
    private readonly ReadyApps _ready;
    private readonly ReadyApps _toSweep;
    private readonly RedisStoredApps? _stored;
    private readonly ClaimFailures _claimFailures;

    public RedisInbox(
        RedisConnection redis,
        AppCatalog catalog,
        IOptionsMonitor<WeChatPushOptions> options,
        TimeProvider time,
        ILogger<RedisInbox> logger,
        IHostApplicationLifetime? lifetime = null,
        RedisStoredApps? stored = null,
        ClaimFailures? claimFailures = null)
    {
        _stored = stored;
        _claimFailures = claimFailures ?? new ClaimFailures(NullLogger<ClaimFailures>.Instance);
        (_redis, _catalog, _options, _time, _logger) = (redis, catalog, options, time, logger);
        (_ready, _toSweep) = (new ReadyApps(catalog, time), new ReadyApps(catalog, time));
        _clock = new RedisClock(time);
        _batchers = new ScriptBatchers(redis, Timeout);
        _workSignal = new WorkSignal(time);
        _retry = new StoreRetry(redis.Time, () => Lease, lifetime?.ApplicationStopping ?? CancellationToken.None);
        redis.Listen(WorkChannel, tag => SignalWork(tag.Trim('{', '}')));
        redis.Listen(Settled, _ => _settled.Set());

        // What was signalled while there was no connection was not heard.
        redis.Connected += _ready.AddAll;
        catalog.Changed += ForgetRemoved;
    }

    private bool MustBeConfirmed => _options.CurrentValue.Receiving.MinReplicas > 0;

    private TimeSpan Lease => _options.CurrentValue.Dispatching.Lease;

    public ValueTask<AppendOutcome> AppendAsync(IncomingPush push, CancellationToken cancellationToken)
    {
        var call = new AppendCall(push);
        call.WaitUntil(cancellationToken);
        App(push.App).Appends.Add(call);
        return new ValueTask<AppendOutcome>(call.Task);
    }

    public async ValueTask RememberNonceAsync(string app, PushNonce nonce, CancellationToken cancellationToken)
    {
        var key = new byte[PushKey.Size];
        nonce.Key.WriteTo(key);
        await RunAsync(RedisScripts.RememberNonce, app, [_clock.Now, key, (long)nonce.Window.TotalMilliseconds])
            .WaitAsync(cancellationToken);
    }

    public async ValueTask<IReadOnlyList<ClaimedPush>> RenewAsync(
        IReadOnlyList<ClaimedPush> claims, CancellationToken cancellationToken)
    {
        var lost = await Task.WhenAll(claims.GroupBy(claim => claim.App).Select(async group =>
        {
            var ofApp = group.ToList();
            var result = await RunAsync(
                RedisScripts.Renew,
                group.Key,
                [_clock.Now, LeaseMs, .. ofApp.SelectMany(claim => new RedisValue[] { claim.Handle, claim.Fence, MailboxOf(claim) })]);
            var kept = (byte[])result!;
            return ofApp.Where((_, i) => kept[i] == (byte)'0');
        }));
        return [.. lost.SelectMany(of => of)];
    }

    public async ValueTask<bool> SettleAsync(ClaimedPush claim, Settlement settlement, CancellationToken cancellationToken)
    {
        var (how, words, at, counts, reply) = settlement switch
        {
            Settlement.Done done => ("done", done.Detail, (DateTimeOffset?)null, true, done.Reply),
            Settlement.DeadLetter dead => ("dead", dead.Reason, null, true, dead.Reply),
            Settlement.Retry { Counts: true } retry =>
                ("retry", $"{retry.Reason}; next attempt at {retry.At.UtcDateTime:O}", retry.At, true, null),
            Settlement.Retry retry => ("retry", retry.Reason, retry.At, false, null),
            Settlement.Defer defer => ("postponed", defer.Reason, defer.At, false, null),
            Settlement.Release => ("release", null, null, false, null),
            _ => throw new InvalidOperationException($"A settlement without a meaning: {settlement}."),
        };
        RedisValue[] replies = reply is null ? [] : [reply.Content.ToArray()];

        // Who settles only ends its work.
        var settled = await _retry.ExecuteAsync(async again => (int)await _batchers.RunAsync(
            RedisScripts.Settle,
            claim.App,
            [
                _clock.Now, claim.Handle, claim.Fence, MailboxOf(claim), how, words ?? "",
                at is null ? 0 : _clock.Until(at.Value), counts ? 1 : 0, again ? 1 : 0, .. replies,
            ],
            inTurn: true));
        SignalWork(claim.App);
        if (claim.AwaitsReply)
            _settled.Set();
        return settled == 1;
    }

    public Task WaitForWorkAsync(TimeSpan limit, CancellationToken cancellationToken) =>
        _workSignal.WaitAsync(limit, cancellationToken);

    public async ValueTask<int> SweepAsync(int max, CancellationToken cancellationToken)
    {
        var gone = 0;
        await EachApp.RunAsync(_toSweep.Take(), async app => gone += await SweepAsync(App(app), max, RedisValue.EmptyString));
        foreach (var app in _stored?.Removed ?? [])
            gone += await SweepRemovedAsync(app, max, cancellationToken);
        return gone;
    }

    /// <summary>Takes apart whatever had arrived before this call, so that a look at the indexes sees it.</summary>
    internal async ValueTask IndexAsync(string app, CancellationToken cancellationToken)
    {
        var more = true;
        for (RedisValue until = RedisValue.EmptyString; more;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var result = (RedisResult[])(await RunAsync(RedisScripts.Index, app, [_clock.Now, until, IndexBatchSize]))!;
            (until, more) = ((string?)result[0], (int)result[1] == 1);
        }
    }

    /// <summary>Runs a step on an app's keys.</summary>
    internal Task<RedisResult> RunAsync(RedisScript script, string app, RedisValue[] arguments) =>
        _redis.EvaluateAsync(script, App(app).Tag, arguments, Timeout);

    // A push whose request waits stands in no user's queue.
    private static RedisValue MailboxOf(ClaimedPush claim) => claim.AwaitsReply ? "" : claim.OpenId ?? "";

    private RedisValue LeaseMs => (long)Lease.TotalMilliseconds;

    private RedisApp App(string name) => _apps.TryGetValue(name, out var app) ? app : _apps.GetOrAdd(name, NewApp);

    private RedisApp NewApp(string name)
    {
        RedisApp app = null!;
        app = new RedisApp(name) { Appends = new AppendBatcher(_clock, () => MustBeConfirmed, AppendAsync, Appended) };
        return app;

        // A server that takes longer than a caller may wait is as good as away.
        Task<RedisResult> AppendAsync(RedisValue[] arguments)
        {
            var receiving = _options.CurrentValue.Receiving;
            var timeout = receiving.AppendTimeout < MinTimeout ? MinTimeout : receiving.AppendTimeout;
            return _redis.EvaluateConfirmedAsync(RedisScripts.Append, app.Tag, arguments, timeout, ReplicaQuorum.From(receiving));
        }

        void Appended(bool hadHistory, bool rang)
        {
            if (app.DataLossDetected(hadHistory))
                LogFlushed(_logger, app.Name);
            if (rang)
                SignalWork(app.Name);
        }
    }

    // Its data may be erased, and is then no loss.
    private void ForgetRemoved(string app)
    {
        if (_catalog.Find(app) is null && _apps.TryGetValue(app, out var known))
            known.Forget();
    }

    private void SignalWork(string app)
    {
        _ready.Add(app);
        _workSignal.Set();
    }

    // Nobody claims its pushes, so nothing takes apart what has arrived, and what waits would wait for ever.
    private async Task<int> SweepRemovedAsync(string app, int max, CancellationToken cancellationToken)
    {
        await IndexAsync(app, cancellationToken);
        return await SweepAsync(App(app), max, _clock.Before(_options.CurrentValue.Retention.Dead));
    }

    private async Task<int> SweepAsync(RedisApp app, int max, RedisValue unservedBefore)
    {
        var retention = _options.CurrentValue.Retention;
        var result = (RedisResult[])(await _redis.EvaluateAsync(
            RedisScripts.Sweep,
            app.Tag,
            [
                _clock.Now, max, app.IndexCursor, _clock.Before(retention.Done), _clock.Before(retention.Dead),
                app.OpenCursor, LeaseMs, _clock.Before(_options.CurrentValue.Deduplication.MaxMemory), unservedBefore,
            ],
            Timeout))!;
        (app.IndexCursor, app.OpenCursor) = ((string?)result[1], (string?)result[2]);
        if ((int)result[3] is > 0 and var vanished)
            LogVanished(_logger, vanished, app.Name);
        if ((int)result[4] is > 0 and var mended)
            LogMended(_logger, mended, app.Name);
        foreach (var record in (string[])result[5]!)
        {
            Metrics.Unreadable(app.Name, record.Split(':')[0]);
            LogUnreadable(_logger, app.Name, record);
        }

        return (int)result[0] + await SweepPayloadsAsync(app, max);
    }

    // It does not look at a push again until it begins anew: then it finds those that ended late.
    private async Task<int> SweepPayloadsAsync(RedisApp app, int max)
    {
        if (_options.CurrentValue.Retention.Payload is not { } payload)
            return 0;
        var now = _time.GetUtcNow();
        if (now - app.PayloadsBegun >= PayloadRound || now < app.PayloadsBegun)
            (app.PayloadCursor, app.PayloadsBegun) = ("0", now);
        var result = (RedisResult[])(await RunAsync(
            RedisScripts.SweepPayloads,
            app.Name,
            [
                _clock.Now, max, app.PayloadCursor, _clock.Before(payload),
                _clock.Before(_options.CurrentValue.Deduplication.MaxMemory),
            ]))!;
        app.PayloadCursor = (string?)result[1];
        return Math.Max((int)result[0], (int)result[2]);
    }

    [LoggerMessage(240, LogLevel.Critical,
        "Everything of the app {App} has vanished from Redis: flushed, or restarted without its file. The pushes that were "
        + "waiting, the history and the remembered identities are lost; new pushes are stored and handled as usual.")]
    private static partial void LogFlushed(ILogger logger, string app);

    [LoggerMessage(241, LogLevel.Error, "{Count} pushes of the app {App} had vanished from Redis; what still named them was cleared away.")]
    private static partial void LogVanished(ILogger logger, int count, string app);

    [LoggerMessage(245, LogLevel.Error,
        "A record of the app {App} in Redis cannot be read and was set aside; all others go on: {Record}. A push is listed as "
        + "dead, another key lies under {{app}}:unreadable for a month.")]
    private static partial void LogUnreadable(ILogger logger, string app, string record);

    [LoggerMessage(242, LogLevel.Warning, "{Count} pushes of the app {App} had lost their place in Redis and were queued again.")]
    private static partial void LogMended(ILogger logger, int count, string app);
}
