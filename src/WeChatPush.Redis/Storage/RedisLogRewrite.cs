using WeChatPush.Redis.Connection;
using WeChatPush.Storage;

namespace WeChatPush.Redis.Storage;

/// <summary>Has the servers write their append-only files anew, without what was erased.</summary>
internal static class RedisLogRewrite
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Begins it on each primary.</summary>
    public static async ValueTask<LogRewrite> StartAsync(RedisConnection redis)
    {
        foreach (var server in (await redis.GetServersAsync(Timeout)).Where(server => server.IsConnected && !server.IsReplica))
        {
            try
            {
                await redis.ExecuteAsync(server, "BGREWRITEAOF", [], Timeout);
            }
            catch (StoreUnavailableException)
            {
                // Forbidden, or one is running that began before this.
                return LogRewrite.Refused;
            }
        }

        return LogRewrite.Started;
    }
}
