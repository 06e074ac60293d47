using WeChatPush.Redis.Health;
using WeChatPush.Storage;

namespace WeChatPush.Redis.Inbox;

/// <summary>Asks Redis whether it takes writes: by writing something.</summary>
internal sealed class RedisProbe(RedisMarker marker) : IStoreProbe
{
    public async ValueTask<string?> FindProblemAsync(CancellationToken cancellationToken)
    {
        try
        {
            await marker.RenewAsync();
            return null;
        }
        catch (StoreUnavailableException error)
        {
            return error.Message;
        }
    }
}
