using WeChatPush.Redis.Sending;
using WeChatPush.StoreContracts.Sending;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.Redis.Tests.Sending;

public sealed class RedisConversationTests : ConversationContract
{
    private protected override async Task<ConversationsUnderTest> OpenAsync()
    {
        var surroundings = new RedisSurroundings(await SharedRedis.Server);
        var redis = surroundings.Connect();
        return new(new RedisSendingStore(redis, Time), new RedisConversationStore(redis), EraseAsync, surroundings);

        Task EraseAsync(string user) =>
            redis.EvaluateAsync(RedisSendingScripts.EraseUser, ["{shop}"u8.ToArray()], [user], TimeSpan.FromSeconds(5));
    }
}
