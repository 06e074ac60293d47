using System.Security.Cryptography;
using WeChatPush.Redis.Connection;
using WeChatPush.Storage;

namespace WeChatPush.Redis.Storage;

/// <summary>The keys of a fleet, in Redis.</summary>
internal sealed class RedisSharedKeys(RedisConnection redis) : ISharedKeys
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);
    private static readonly RedisScript Script = RedisScript.From("", "Scripts/Storage/shared_key.lua");

    /// <inheritdoc/>
    public async ValueTask<byte[]> GetAsync(string name, CancellationToken cancellationToken)
    {
        var fresh = RandomNumberGenerator.GetBytes(ISharedKeys.Size);
        return (byte[])(await redis.EvaluateAsync(Script, [$"{{wechatpush}}:key:{name}"], [fresh], Timeout))!;
    }
}
