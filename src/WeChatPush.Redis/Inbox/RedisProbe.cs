using Microsoft.Extensions.Options;
using WeChatPush.Redis.Connection;
using WeChatPush.Redis.Health;
using WeChatPush.Storage;

namespace WeChatPush.Redis.Inbox;

/// <summary>Asks Redis whether it takes writes: by writing something, which replicas have to have where they must.</summary>
internal sealed class RedisProbe(RedisMarker marker, RedisConnection redis, IOptionsMonitor<WeChatPushOptions> options) : IStoreProbe
{
    public async ValueTask<string?> FindProblemAsync(CancellationToken cancellationToken)
    {
        try
        {
            await marker.RenewAsync();
            var quorum = ReplicaQuorum.From(options.CurrentValue.Receiving);
            if (quorum.Count > 0)
                await redis.EvaluateConfirmedAsync(RedisInbox.Probe, ["{wechatpush}"], [], RedisInbox.ProbeTimeout, quorum);
            return null;
        }
        catch (StoreUnavailableException error)
        {
            return error.Message;
        }
    }
}
