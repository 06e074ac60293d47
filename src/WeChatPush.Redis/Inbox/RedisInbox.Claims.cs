using StackExchange.Redis;
using WeChatPush.Inbox;
using WeChatPush.Redis.Connection;
using WeChatPush.Storage;

namespace WeChatPush.Redis.Inbox;

/// <summary>Claims what is due, for the apps that may have some.</summary>
internal sealed partial class RedisInbox
{
    public async ValueTask<ClaimResult> ClaimAsync(
        int max, ClaimScope scope, AppQuota quota, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var names = _ready.Take();
        if (scope == ClaimScope.AwaitingReply)
            names.ToList().ForEach(_ready.Add);

        // The pushes of an app that is gone stay; a time at which they fall due would let the loop spin.
        foreach (var gone in names.Where(name => _catalog.Find(name) is null))
            _ready.SetDue(gone, null);
        var apps = names.Where(name => _catalog.Find(name) is not null).Select(App);
        var round = new ClaimRound(
            apps, max, quota.Begin(), (app, share) => ClaimAsync(app, share, scope), app => ClaimAwaitingAsync(app, max), _claimFailures);
        var (pushes, dueIn) = await round.RunAsync();
        foreach (var app in round.Left)
            _ready.Add(app.Name);
        var due = dueIn is { } milliseconds ? _clock.In(milliseconds) : _ready.NextDue;
        return new ClaimResult(pushes, _ready.NextDue < due ? _ready.NextDue : due);
    }

    public async ValueTask<IReadOnlyList<DueHead>> ReadDueHeadsAsync(IReadOnlyList<string> apps, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var heads = await Task.WhenAll(apps.Select(async app =>
        {
            var answer = await RunAsync(RedisScripts.Due, app, [_clock.Now]);
            if (answer.IsNull)
                return (DueHead?)null;
            var head = (RedisResult[])answer!;
            return new DueHead(app, _clock.In((long)head[0]), (long)head[1]);
        }));
        return [.. heads.OfType<DueHead>()];
    }

    private async Task<ClaimAnswer> ClaimAsync(RedisApp app, int max, ClaimScope scope)
    {
        try
        {
            var answer = Read(
                app,
                await _redis.EvaluateAsync(
                    RedisScripts.Claim,
                    app.Tag,
                    [_clock.Now, max, LeaseMs, scope == ClaimScope.AwaitingReply ? 1 : 0],
                    Timeout,
                    late => Release(Read(app, late).Pushes)));
            if (scope == ClaimScope.All)
                _ready.SetDue(app.Name, answer.DueIn is { } dueIn ? _clock.In(dueIn) : null);
            return answer;
        }
        catch (Exception)
        {
            _ready.Add(app.Name);
            throw;
        }
    }

    // The app holds all that it may: it is asked again when a place becomes free, and not before for what it has due.
    private Task<ClaimAnswer> ClaimAwaitingAsync(RedisApp app, int max)
    {
        _ready.SetDue(app.Name, null);
        _ready.Add(app.Name);
        return ClaimAsync(app, max, ClaimScope.AwaitingReply);
    }

    private ClaimAnswer Read(RedisApp app, RedisResult answer)
    {
        var result = (RedisResult[])answer!;
        if ((int)result[0] is > 0 and var vanished)
            LogVanished(_logger, vanished, app.Name);

        var pushes = new List<ClaimedPush>((result.Length - 2) / 2);
        for (var i = 2; i < result.Length; i += 2)
        {
            var push = RedisPush.Read((byte[]?)result[i + 1] ?? []);
            if (!push.IsReadable)
            {
                _ = SetAsideAsync(app, (long)result[i], (byte[]?)result[i + 1] ?? []);
                continue;
            }

            pushes.Add(new ClaimedPush
            {
                Handle = (long)result[i],
                Id = push.Id,
                App = app.Name,
                OpenId = push.OpenId,
                ReceivedAt = push.ReceivedAt,
                Attempt = push.Attempts + 1,
                Replay = push.Replay,
                Fence = push.Fence + 1,
                Body = push.Body,
                Source = push.Source,
                AwaitsReply = push.AwaitsReply,
            });
        }

        return new ClaimAnswer(pushes, result[1].IsNull ? null : result[1].ToLong());
    }

    // Under the lease of this claim; should it fail, the next claim after the lease finds the push again.
    private async Task SetAsideAsync(RedisApp app, long seq, byte[] bytes)
    {
        try
        {
            await RunAsync(RedisScripts.SetAside, app.Name, [_clock.Now, seq, bytes, "it is no push that this version knows"]);
            SignalWork(app.Name);
        }
        catch (StoreUnavailableException)
        {
            // Until then it has its lease.
        }
    }

    // The caller of this claim gave up before its answer came. The next claim is to get the pushes, without waiting for the
    // end of the lease.
    private void Release(IReadOnlyList<ClaimedPush> pushes)
    {
        foreach (var push in pushes)
            _ = SettleAsync(push, new Settlement.Release(), CancellationToken.None).AsTask();
    }
}
