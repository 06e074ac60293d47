using StackExchange.Redis;
using WeChatPush.Admin;
using WeChatPush.Redis.Connection;

namespace WeChatPush.Redis.Admin;

/// <summary>The last uses of admin keys, of all instances, in Redis.</summary>
internal sealed class RedisAdminKeyUses(RedisConnection redis) : IAdminKeyUseStore
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);
    private static readonly RedisKey[] Tag = ["{wechatpush}"];

    /// <inheritdoc/>
    public async ValueTask WriteAsync(
        IReadOnlyCollection<KeyValuePair<string, DateTimeOffset>> uses, CancellationToken cancellationToken) =>
        await redis.EvaluateAsync(
            RedisAdminScripts.WriteKeyUses,
            Tag,
            [.. uses.SelectMany(use => new RedisValue[] { use.Key, use.Value.ToUnixTimeMilliseconds() })],
            Timeout);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<string, DateTimeOffset>> ReadAsync(CancellationToken cancellationToken)
    {
        var answer = (RedisValue[])(await redis.EvaluateAsync(RedisAdminScripts.ReadKeyUses, Tag, [], Timeout))!;
        var uses = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        for (var i = 0; i + 1 < answer.Length; i += 2)
        {
            if (answer[i + 1].ToLong() is > 0 and var at)
                uses[answer[i].ToString()] = StoredNumbers.ToTime(at);
        }

        return uses;
    }
}
