using WeChatPush.Redis.Stats;
using WeChatPush.Stats;
using WeChatPush.StoreContracts.Stats;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.Redis.Tests.Stats;

public sealed class RedisStatStoreTests : StatStoreContract
{
    private RedisSurroundings _redis = null!;

    [Fact]
    public async Task Day_RunsOutByItself_ADayAfterItsLastRowWouldHave()
    {
        await WriteAsync(Row("shop", 0, "a", 1));

        var day = Noon.ToUnixTimeSeconds() / 86400;
        (await _redis.LifeOfAsync($"{{shop}}:stats:{day}")).ShouldBeInRange(TimeSpan.FromDays(31) - TimeSpan.FromMinutes(1), TimeSpan.FromDays(31));
    }

    [Fact]
    public async Task Field_ThatIsNotOurs_IsPassedOver()
    {
        await WriteAsync(Row("shop", 0, "a", 1));
        var day = Noon.ToUnixTimeSeconds() / 86400;
        await _redis.SayAsync($"HSET {{shop}}:stats:{day} x y 9:z q :a b");

        (await ReadAsync("shop", Noon, Noon.AddDays(1))).ShouldBe(["0 a 1"]);
    }

    private protected override async Task<(IAsyncDisposable Surroundings, Func<IStatStore> Open)> OpenAsync()
    {
        _redis = new RedisSurroundings(await SharedRedis.Server);
        return (_redis, () => new RedisStatStore(_redis.Connect()));
    }
}
