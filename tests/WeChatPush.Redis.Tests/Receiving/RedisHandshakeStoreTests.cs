using WeChatPush.Receiving;
using WeChatPush.Redis.Receiving;
using WeChatPush.StoreContracts.Receiving;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.Redis.Tests.Receiving;

public sealed class RedisHandshakeStoreTests : HandshakeContract
{
    private RedisSurroundings _redis = null!;

    [Fact]
    public async Task Key_RunsOutByItself()
    {
        await AddAsync(Handshake("host"));

        (await _redis.LifeOfAsync("{shop}:handshakes")).ShouldBeInRange(HandshakeHistory.Memory - TimeSpan.FromMinutes(1), HandshakeHistory.Memory);
    }

    [Fact]
    public async Task Key_OfAnotherType_IsSetAside()
    {
        await _redis.SayAsync("SADD {shop}:handshakes x");
        await AddAsync(Handshake("host"));

        (await Store.ListAsync("shop", default)).Count.ShouldBe(1);
        (await _redis.SayAsync("EXISTS {shop}:unreadable:handshakes")).ShouldBe(":1");
    }

    private protected override async Task SpoilAsync() => await _redis.SayAsync("SET {shop}:handshakes [{}]");

    private protected override async Task<(IAsyncDisposable Surroundings, Func<IHandshakeStore> Open)> OpenAsync()
    {
        _redis = new RedisSurroundings(await SharedRedis.Server);
        return (_redis, () => new RedisHandshakeStore(_redis.Connect(), Time));
    }
}
