using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using WeChatPush.Redis.Connection;
using WeChatPush.Redis.Inbox;
using WeChatPush.Redis.Sending;
using WeChatPush.Storage;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.Redis.Tests.Connection;

/// <summary>Many calls of a step with one call of its script.</summary>
public sealed class ScriptBatcherTests : IAsyncLifetime
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    private RedisConnection _redis = null!;

    public async Task InitializeAsync() => _redis = RedisConnection.To(
        $"{(await SharedRedis.Server).ConnectionString},defaultDatabase={SharedRedis.NextDatabase()}",
        TimeProvider.System,
        NullLogger<RedisConnection>.Instance);

    public async Task DisposeAsync() => await _redis.DisposeAsync();

    [Fact]
    public async Task Calls_OfOneThread_AreAnsweredEachWithItsOwn()
    {
        var batchers = new ScriptBatchers(_redis, Long);

        var takes = Enumerable.Range(0, 300).Select(i => batchers.RunAsync(
            RedisSendingScripts.TakeTurn, "shop", [$"user {i % 150}", $"{i:x32}", 60_000]));

        (await Task.WhenAll(takes)).Select(answer => (int)answer).ShouldBe([.. Enumerable.Repeat(1, 150), .. Enumerable.Repeat(0, 150)]);
    }

    [Fact]
    public async Task Call_WhoseStepFails_FailsAlone()
    {
        var batchers = new ScriptBatchers(_redis, Long);

        Task<RedisResult>[] calls =
        [
            batchers.RunAsync(RedisSendingScripts.GrantWindow, "shop", ["a", 5, 0, 1000, 0, 60_000]),
            batchers.RunAsync(RedisSendingScripts.GrantWindow, "shop", ["b"]),
            batchers.RunAsync(RedisSendingScripts.GrantWindow, "shop", ["c", 5, 0, 1000, 0, 60_000]),
        ];

        await calls[0];
        (await Should.ThrowAsync<StoreUnavailableException>(calls[1])).Message.ShouldStartWith("grant_window: ");
        await calls[2];
        foreach (var user in new[] { "a", "c" })
            ((RedisResult[])(await batchers.RunAsync(RedisSendingScripts.ReadWindow, "shop", [user]))!).Length.ShouldBe(2);
    }

    [Fact]
    public void Script_OfOneStep_IsRefused() =>
        Should.Throw<ArgumentException>(() => new ScriptBatcher(_redis, RedisScripts.Claim, [(RedisKey)"{shop}"], Long));
}
