using System.Globalization;
using StackExchange.Redis;
using WeChatPush.Coordination;
using WeChatPush.Redis.Connection;

namespace WeChatPush.Redis.Coordination;

/// <summary>The instances of a fleet, in Redis; one that says nothing more is forgotten after a while.</summary>
internal sealed class RedisInstances(RedisConnection redis, TimeProvider time) : IInstanceStore
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);
    private static readonly RedisKey[] Tag = ["{wechatpush}"];
    private static readonly RedisScript Announcing = Load("announce_instance");
    private static readonly RedisScript Removing = Load("remove_instance");
    private static readonly RedisScript Listing = Load("list_instances");

    private readonly RedisClock _clock = new(time);

    private static RedisValue Memory => (long)IInstanceStore.Memory.TotalMilliseconds;

    /// <inheritdoc/>
    public async ValueTask AnnounceAsync(Instance instance, CancellationToken cancellationToken)
    {
        var facts = string.Create(
            CultureInfo.InvariantCulture, $"{instance.StartedAt.ToUnixTimeMilliseconds()}\n{instance.Version}\n{instance.Host}");
        await redis.EvaluateAsync(Announcing, Tag, [_clock.Now, Memory, instance.Id, facts], Timeout);
    }

    /// <inheritdoc/>
    public async ValueTask RemoveAsync(string id, CancellationToken cancellationToken) =>
        await redis.EvaluateAsync(Removing, Tag, [_clock.Now, Memory, id], Timeout);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Instance>> ListAsync(CancellationToken cancellationToken)
    {
        var answer = (RedisValue[])(await redis.EvaluateAsync(Listing, Tag, [_clock.Now, Memory], Timeout))!;
        return [.. answer.Chunk(3).Select(Read).OfType<Instance>()];
    }

    private static Instance? Read(RedisValue[] found) => found[2].ToString().Split('\n') is [var started, var version, var host]
        ? new()
        {
            Id = found[0].ToString(),
            Version = version,
            Host = host,
            StartedAt = StoredNumbers.ToTime(((RedisValue)started).ToLong()),
            LastSeenAt = StoredNumbers.ToTime(found[1].ToLong()),
        }
        : null;

    private static RedisScript Load(string name) =>
        RedisScript.From("", "Scripts/Coordination/instances.lua", $"Scripts/Coordination/{name}.lua");
}
