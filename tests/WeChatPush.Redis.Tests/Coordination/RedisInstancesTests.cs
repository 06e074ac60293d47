using WeChatPush.Coordination;
using WeChatPush.Redis.Coordination;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.Redis.Tests.Coordination;

public sealed class RedisInstancesTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task List_HasThoseThatSaidLatelyThatTheyAreThere()
    {
        await using var redis = new RedisSurroundings(await SharedRedis.Server);
        var store = new RedisInstances(redis.Connect(), _time);
        var first = Named("a");
        await store.AnnounceAsync(first, default);
        _time.Advance(TimeSpan.FromSeconds(30));
        await store.AnnounceAsync(Named("b"), default);

        (await store.ListAsync(default)).OrderBy(instance => instance.Id).ShouldBe([first, Named("b")]);
        _time.Advance(TimeSpan.FromSeconds(15));
        (await store.ListAsync(default)).ShouldHaveSingleItem().Id.ShouldBe("b");
        await store.AnnounceAsync(Named("c"), default);
        (await redis.SayAsync("HEXISTS {wechatpush}:instances a")).ShouldBe(":0");

        await store.RemoveAsync("b", default);
        (await store.ListAsync(default)).ShouldHaveSingleItem().Id.ShouldBe("c");
        (await redis.LifeOfAsync("{wechatpush}:instances")).ShouldBeLessThanOrEqualTo(IInstanceStore.Memory);
    }

    [Fact]
    public async Task Announcer_SaysThatItIsThere_UntilItStops()
    {
        await using var redis = new RedisSurroundings(await SharedRedis.Server);
        var store = new RedisInstances(redis.Connect(), TimeProvider.System);
        using var one = new InstanceAnnouncer(store, TimeProvider.System);
        using var other = new InstanceAnnouncer(store, TimeProvider.System);
        await one.StartAsync(default);
        await other.StartAsync(default);
        await Eventually.TrueAsync(async () => (await one.ListAsync(default)).Count == 2, () => "not both are there");
        (await one.ListAsync(default)).ShouldAllBe(instance => instance.Version.Length > 0 && instance.Host == Environment.MachineName);

        await other.StopAsync(default);
        (await one.ListAsync(default)).Count.ShouldBe(1);
        await one.StopAsync(default);
    }

    private Instance Named(string id) => new()
    {
        Id = id, Version = "1.2.3", Host = "host", StartedAt = _time.GetUtcNow(), LastSeenAt = _time.GetUtcNow(),
    };
}
