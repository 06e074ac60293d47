using System.Security.Cryptography;

namespace WeChatPush.Storage.Redis;

/// <summary>The keys of a fleet, in Redis.</summary>
internal sealed class RedisSharedKeys(RedisConnection redis) : ISharedKeys
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);
    private static readonly RedisScript Script = RedisScript.From("Storage/Redis/Scripts/shared_key.lua");

    /// <inheritdoc/>
    public async ValueTask<byte[]> GetAsync(string name, CancellationToken cancellationToken)
    {
        var fresh = RandomNumberGenerator.GetBytes(SqliteSharedKeys.Size);
        return (byte[])(await redis.EvaluateAsync(Script, [$"{{wechatpush}}:key:{name}"], [fresh], Timeout))!;
    }
}
