using WeChatPush.Redis.Sending;
using WeChatPush.Sending;
using WeChatPush.StoreContracts.Sending;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.Redis.Tests.Sending;

public sealed class RedisSendKeyStoreTests : SendKeyContract
{
    private RedisSurroundings _redis = null!;

    [Fact]
    public async Task Keys_AreHashes_AndRunOutByThemselves()
    {
        await BeginAsync("order-oUser", "a");
        await Store.EndAsync(Key("order-oUser"), "a", new byte[] { 1 });

        (await _redis.SayAsync("DBSIZE")).ShouldBe(":2");
        var name = Convert.ToHexStringLower(Key("order-oUser").Hash);
        (await _redis.LifeOfAsync($"{{shop}}:sendkey:{name}")).ShouldBeInRange(TimeSpan.FromHours(23), SendKey.Memory);
        (await _redis.LifeOfAsync("{shop}:sendkeys")).ShouldBeInRange(TimeSpan.FromHours(23), SendKey.Memory);
    }

    private protected override async Task<(IAsyncDisposable Surroundings, Func<ISendKeyStore> Open)> OpenAsync()
    {
        _redis = new RedisSurroundings(await SharedRedis.Server);
        return (_redis, () => new RedisSendKeyStore(_redis.Connect(), Time, MaxPerApp));
    }
}
