using System.Text;
using StackExchange.Redis;
using WeChatPush.Redis.Connection;
using WeChatPush.Sending;

namespace WeChatPush.Redis.Sending;

/// <summary>
/// The sending store of a fleet, in Redis. Every member is one script, shared by the calls that come at the same time. Turns and tokens are given as distances from now,
/// because the clocks of the instances differ; windows in WeChat's time, which is the same for all instances.
/// </summary>
internal sealed class RedisSendingStore(RedisConnection redis, TimeProvider time) : ISendingStore
{
    /// <summary>Closed windows stay for a while: they spare the calls that WeChat would refuse.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(7);

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly RedisClock _clock = new(time);
    private readonly ScriptBatchers _batchers = new(redis, Timeout);

    /// <inheritdoc/>
    public async ValueTask<RefreshTurn> BeginRefreshAsync(
        string appId,
        string holder,
        string? unwanted,
        DateTimeOffset now,
        TimeSpan lease,
        CancellationToken cancellationToken)
    {
        var answer = (RedisResult[])(await RunAsync(
            RedisSendingScripts.BeginRefresh, appId, [_clock.Now, holder, unwanted ?? "", Milliseconds(lease)]))!;
        return (int)answer[0] switch
        {
            1 => new RefreshTurn(true, null),
            2 => new RefreshTurn(
                false,
                new((string)answer[1]!, now.AddMilliseconds((long)answer[2]), now.AddMilliseconds((long)answer[3]))),
            _ => new RefreshTurn(false, null),
        };
    }

    /// <inheritdoc/>
    public async ValueTask<bool> EndRefreshAsync(
        string appId, string holder, StoredToken? token, CancellationToken cancellationToken)
    {
        RedisValue[] stored = token is null
            ? []
            : [token.Sealed, _clock.Until(token.RefreshAt), Math.Max(1, _clock.Until(token.ExpiresAt))];
        return 1 == (int)await RunAsync(RedisSendingScripts.EndRefresh, appId, [_clock.Now, holder, .. stored]);
    }

    /// <inheritdoc/>
    public async ValueTask<DateTimeOffset?> TakeForcedRefreshAsync(
        string appId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var next = (long)await RunAsync(
            RedisSendingScripts.ForceRefresh,
            appId,
            [_clock.Now, Milliseconds(ForcedRefreshes.Day), Milliseconds(ForcedRefreshes.Gap), ForcedRefreshes.PerDay]);
        return next < 0 ? null : now.AddMilliseconds(next);
    }

    /// <inheritdoc/>
    public async ValueTask GrantWindowAsync(
        string app,
        string openId,
        int messages,
        DateTimeOffset from,
        DateTimeOffset closesAt,
        DateTimeOffset arrivedAt,
        GrantingPush? push,
        CancellationToken cancellationToken)
    {
        RedisValue[] kept = push is { } granting
            ? [ConversationPushes.Write(granting.Id, arrivedAt), ConversationPushes.MaxSize, granting.IsMessage ? 1 : 0]
            : [];
        await _batchers.RunAsync(
            RedisSendingScripts.GrantWindow,
            app,
            [openId, messages, UnixTime(from), UnixTime(closesAt), UnixTime(arrivedAt), Milliseconds(Memory), .. kept],
            inTurn: true);
    }

    /// <inheritdoc/>
    public async ValueTask<CustomerServiceWindow?> ReadWindowAsync(
        string app, string openId, CancellationToken cancellationToken)
    {
        var window = (RedisValue[])(await _batchers.RunAsync(RedisSendingScripts.ReadWindow, app, [openId]))!;
        return window[0].IsNull
            ? null
            : new CustomerServiceWindow(window[0].ToInt(), StoredNumbers.ToTime(window[1].ToLong()));
    }

    /// <inheritdoc/>
    public async ValueTask ConsumeWindowAsync(string app, string openId) =>
        await _batchers.RunAsync(RedisSendingScripts.ConsumeWindow, app, [openId]);

    /// <inheritdoc/>
    public async ValueTask EndWindowAsync(string app, string openId, WindowEnd end, DateTimeOffset asOf) =>
        await _batchers.RunAsync(
            RedisSendingScripts.EndWindow,
            app,
            [openId, end is WindowEnd.Closed ? 1 : 0, UnixTime(asOf), Milliseconds(Memory)]);

    private Task<RedisResult> RunAsync(RedisScript script, string tag, RedisValue[] arguments) =>
        redis.EvaluateAsync(script, [Encoding.UTF8.GetBytes($"{{{tag}}}")], arguments, Timeout);

    private static RedisValue Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;

    private static RedisValue UnixTime(DateTimeOffset at) => at.ToUnixTimeMilliseconds();
}
