using System.Text.Json;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Redis.Sending;
using WeChatPush.Sending;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Accounts;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Redis;
using static WeChatPush.TestSupport.Engine.TemplateCalls;

namespace WeChatPush.Redis.Tests.Sending;

/// <summary>The account's templates, asked for once by a whole fleet, and without Redis all the same.</summary>
public sealed class SharedTemplatesTests
{
    private const string Key = "wechatpush:cache:templates:1:shop:wx0123456789abcdef";

    /// <summary>What waits for the client's own timeouts waits for so long that no busy machine is mistaken for it.</summary>
    private const string TenMinutes = ",connectTimeout=600000,asyncTimeout=600000";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task TwoInstances_AskWeChatOnce_AndForgetAfterTenMinutes()
    {
        var redis = new RedisSurroundings(await SharedRedis.Server);
        await using var one = await SendingHarness.StartOnAsync(redis, WithoutDeadline);
        await using var other = one.StartBeside();

        var first = await GetAsync(one);
        await UntilCachedAsync(redis);
        var second = await GetAsync(other);

        JsonSerializer.Serialize(second.List).ShouldBe(JsonSerializer.Serialize(first.List));
        ListCalls(one).Count.ShouldBe(1);
        (await redis.LifeOfAsync(Key)).ShouldBeInRange(ApiCache.Lifetime / 2, ApiCache.Lifetime);
    }

    [Fact]
    public async Task ARefreshByOneInstance_IsFoundByAnother()
    {
        var redis = new RedisSurroundings(await SharedRedis.Server);
        await using var one = await SendingHarness.StartOnAsync(redis, WithoutDeadline);
        await using var other = one.StartBeside();
        await GetAsync(one);
        await UntilCachedAsync(redis);
        one.WeChat.Templates = [FakeTemplate.Samples[1]];
        await redis.SayAsync($"PERSIST {Key}");

        await GetAsync(one, refresh: true);
        await UntilCachedAsync(redis);

        (await GetAsync(other)).List!.Items.ShouldHaveSingleItem().TemplateId.ShouldBe("demo-template");
        ListCalls(one).Count.ShouldBe(2);
    }

    [Fact]
    public async Task ARefusal_IsNotShared()
    {
        var redis = new RedisSurroundings(await SharedRedis.Server);
        await using var one = await SendingHarness.StartOnAsync(redis);
        one.Fault(new FakeFault { Api = FakeApis.Templates, ErrCode = 48001, Times = 1 });

        (await GetAsync(one)).Succeeded.ShouldBeFalse();

        (await redis.SayAsync($"EXISTS {Key}")).ShouldBe(":0");
    }

    [Fact]
    public async Task WithRedisSilentFromTheStart_TheListIsThereSoon_AndCachedInMemory()
    {
        await using var server = await RedisServer.StartAsync();
        await server.HangAsync();
        await using var sending = await SendingHarness.StartOnAsync(new RedisSurroundings(server, TenMinutes));
        try
        {
            (await GetAsync(sending).WaitAsync(Soon)).Succeeded.ShouldBeTrue();
            (await GetAsync(sending).WaitAsync(Soon)).Succeeded.ShouldBeTrue();
        }
        finally
        {
            await server.GoOnAsync();
        }

        ListCalls(sending).Count.ShouldBe(1);
    }

    [Fact]
    public async Task WithRedisKilled_TheListIsThereSoon_AndSharedAgainWhenItIsBack()
    {
        await using var server = await RedisServer.StartAsync();
        var redis = new RedisSurroundings(server, TenMinutes);
        await using var sending = await SendingHarness.StartOnAsync(redis);
        sending.Options.CurrentValue.Apps["cafe"] = sending.Options.CurrentValue.Apps[SendingHarness.App];
        await GetAsync(sending);
        await UntilCachedAsync(redis);
        await server.KillAsync();

        (await GetAsync(sending, app: "cafe").WaitAsync(Soon)).Succeeded.ShouldBeTrue();

        await server.StartAgainAsync();
        await redis.SayAsync($"DEL {Key}");
        await Eventually.TrueAsync(
            async () =>
            {
                (await GetAsync(sending, refresh: true)).Succeeded.ShouldBeTrue();
                return await redis.SayAsync($"EXISTS {Key}") == ":1";
            },
            () => "the list was never shared again");
    }

    /// <summary>Waits for Redis as long as it takes, so that a busy machine makes no misses.</summary>
    private static void WithoutDeadline(IServiceCollection services) =>
        services.AddKeyedSingleton<IDistributedCache>(
            ApiCache.Key,
            (provider, _) => ActivatorUtilities.CreateInstance<RedisApiCache>(provider, new ManualTimeProvider()));

    private static Task UntilCachedAsync(RedisSurroundings redis) => Eventually.TrueAsync(
        async () => await redis.LifeOfAsync(Key) > TimeSpan.Zero, () => "the list never came to Redis");
}
