using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging.Testing;
using WeChatPush.Redis.Connection;
using WeChatPush.Redis.Sending;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.Redis.Tests.Connection;

/// <summary>The cache in Redis, and what it does without one.</summary>
public sealed class RedisApiCacheTests
{
    private static readonly DistributedCacheEntryOptions AMinute =
        new() { AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(1) };

    [Fact]
    public async Task WhatWasSet_IsFound_UnderThePrefix_UntilItExpires()
    {
        await using var redis = new RedisSurroundings(await SharedRedis.Server);
        using var cache = Cache(redis.Connect(), new ManualTimeProvider());

        await cache.SetAsync("key", [1, 2, 3], AMinute);

        (await cache.GetAsync("key")).ShouldBe([1, 2, 3]);
        (await redis.LifeOfAsync("wechatpush:cache:key")).ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        await cache.RemoveAsync("key");
        (await cache.GetAsync("key")).ShouldBeNull();
    }

    [Fact]
    public async Task OnACluster_EveryCallWorks()
    {
        await using var server = await RedisServer.StartAsync("cluster-enabled yes");
        (await server.SayAsync(0, "CLUSTER ADDSLOTSRANGE 0 16383")).ShouldBe("+OK");
        await Eventually.TrueAsync(
            async () => (await server.SayAsync(0, "SET probe 1")) == "+OK", () => "the cluster never took a key");
        await using var connection = RedisSurroundings.Connect(server, 0);
        using var cache = Cache(connection, new ManualTimeProvider());

        foreach (var key in Enumerable.Range(0, 20).Select(number => $"key{number}"))
        {
            await cache.SetAsync(key, [7], AMinute);
            (await cache.GetAsync(key)).ShouldBe([7]);
            await cache.RemoveAsync(key);
            (await cache.GetAsync(key)).ShouldBeNull();
        }
    }

    [Fact]
    public async Task Get_FromAServerThatHangs_IsAMiss_WhenTheDeadlineIsOver()
    {
        await using var server = await RedisServer.StartAsync();
        await using var connection = RedisSurroundings.Connect(server, 0);
        var time = new ManualTimeProvider();
        var log = new FakeLogCollector();
        using var cache = Cache(connection, time, log);
        await cache.SetAsync("key", [1], AMinute);
        await server.HangAsync();

        var get = cache.GetAsync("key");
        time.Advance(RedisApiCache.Deadline);

        (await get).ShouldBeNull();
        // The words of the deadline, and not of the client's own timeout.
        log.Lines.ShouldHaveSingleItem().ShouldEndWith(new TimeoutException().Message);
        await server.GoOnAsync();
        await Eventually.TrueAsync(async () => await cache.GetAsync("key") is [1], () => "it never answered");
    }

    [Fact]
    public async Task WithoutAServer_NothingFails_AndItIsSaidOnce_UntilThereIsOne()
    {
        var log = new FakeLogCollector();
        await using var server = await RedisServer.StartAsync();
        await server.KillAsync();
        await using var connection = RedisSurroundings.Connect(server, 0);
        using var cache = Cache(connection, log: log);

        (await cache.GetAsync("key")).ShouldBeNull();
        await cache.SetAsync("key", [1], AMinute);
        await cache.RemoveAsync("key");
        log.Lines.ShouldHaveSingleItem().ShouldContain("left out");

        await server.StartAgainAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                await cache.SetAsync("key", [1], AMinute);
                return await cache.GetAsync("key") is [1];
            },
            () => "it never worked");
    }

    [Fact]
    public async Task Get_ThatIsGivenUp_IsCancelled()
    {
        await using var redis = new RedisSurroundings(await SharedRedis.Server);
        using var cache = Cache(redis.Connect());
        using var gaveUp = new CancellationTokenSource();
        await gaveUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(cache.GetAsync("key", gaveUp.Token));
    }

    private static RedisApiCache Cache(
        RedisConnection connection, TimeProvider? time = null, FakeLogCollector? log = null) =>
        new(connection, time ?? TimeProvider.System, new FakeLogger<RedisApiCache>(log ?? new()));
}
