using StackExchange.Redis;
using WeChatPush.Inbox.Spool;
using WeChatPush.Storage;
using WeChatPush.Storage.Redis;

namespace WeChatPush.Inbox.Redis;

/// <summary>Asks Redis whether it takes writes: by writing something.</summary>
internal sealed class RedisProbe(RedisConnection redis) : IStoreProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly RedisScript Probe = RedisScript.From("Inbox/Redis/Scripts/probe.lua");
    private static readonly RedisKey[] Key = ["{wechatpush}:probe"];

    public async ValueTask<bool> AnswersAsync(CancellationToken cancellationToken) => await FindProblemAsync() is null;

    /// <summary>Why it takes no writes, in words; <see langword="null"/>: it does.</summary>
    public async ValueTask<string?> FindProblemAsync()
    {
        try
        {
            await redis.EvaluateAsync(Probe, Key, [], Patience);
            return null;
        }
        catch (StoreUnavailableException error)
        {
            return error.Message;
        }
    }
}
