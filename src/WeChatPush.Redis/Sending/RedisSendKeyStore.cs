using System.Text;
using StackExchange.Redis;
using WeChatPush.Redis.Connection;
using WeChatPush.Sending;

namespace WeChatPush.Redis.Sending;

/// <summary>The keys of sends in Redis, for all instances. Every member is one script; they run out by themselves.</summary>
internal sealed class RedisSendKeyStore(RedisConnection redis, TimeProvider time, int maxPerApp = SendKey.MaxPerApp)
    : ISendKeyStore
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly RedisClock _clock = new(time);

    /// <inheritdoc/>
    public async ValueTask<SendKeyClaim> BeginAsync(
        SendKey key, string holder, TimeSpan lease, CancellationToken cancellationToken)
    {
        var answer = (RedisResult[])(await RunAsync(
            RedisSendingScripts.BeginKey,
            key.App,
            [
                _clock.Now, Name(key), key.BodyHash, holder, Milliseconds(lease), Milliseconds(SendKey.Memory), maxPerApp,
            ]))!;
        return new((SendKeyState)(int)answer[0], answer.Length > 1 ? (byte[])answer[1]! : default(ReadOnlyMemory<byte>));
    }

    /// <inheritdoc/>
    public async ValueTask RenewAsync(SendKey key, string holder, TimeSpan lease) =>
        await RunAsync(RedisSendingScripts.RenewKey, key.App, [_clock.Now, Name(key), holder, Milliseconds(lease)]);

    /// <inheritdoc/>
    public async ValueTask EndAsync(SendKey key, string holder, ReadOnlyMemory<byte>? answer)
    {
        RedisValue[] kept = answer is { } bytes ? [bytes] : [];
        await RunAsync(RedisSendingScripts.EndKey, key.App, [_clock.Now, Name(key), holder, .. kept]);
    }

    private Task<RedisResult> RunAsync(RedisScript script, string app, RedisValue[] arguments) =>
        redis.EvaluateAsync(script, [Encoding.UTF8.GetBytes($"{{{app}}}")], arguments, Timeout);

    private static RedisValue Name(SendKey key) => Convert.ToHexStringLower(key.Hash);

    private static RedisValue Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;
}
