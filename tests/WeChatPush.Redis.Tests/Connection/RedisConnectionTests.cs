using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using WeChatPush.Redis.Connection;
using WeChatPush.Storage;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.Redis.Tests.Connection;

/// <summary>A way to Redis that is laid while the server hangs, dies or is not there yet.</summary>
public sealed class RedisConnectionTests : IAsyncLifetime
{
    private RedisServer _server = null!;

    public async Task InitializeAsync() => _server = await RedisServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(30)]
    public async Task Connect_ToAServerThatHangsMeanwhile_WorksAndRingsWhenItGoesOn(int milliseconds)
    {
        var signalled = 0;
        if (milliseconds == 0)
            await _server.HangAsync();
        await using var redis = RedisSurroundings.Connect(_server, 0);
        redis.Listen("bell", _ => Interlocked.Increment(ref signalled));
        await Task.Delay(milliseconds);
        await _server.HangAsync();
        await Should.ThrowAsync<StoreUnavailableException>(() => PingAsync(redis, TimeSpan.FromSeconds(0.2)));

        await _server.GoOnAsync();
        await AnswersAsync(redis);
        await Eventually.TrueAsync(
            async () =>
            {
                await _server.SayAsync(0, "PUBLISH bell 1");
                return Volatile.Read(ref signalled) > 0;
            },
            () => "it never rang",
            TimeSpan.FromSeconds(40));
    }

    [Fact]
    public async Task Connect_ToAServerThatIsNotThereYet_WorksWhenItComes()
    {
        await _server.KillAsync();
        await using var redis = RedisSurroundings.Connect(_server, 0);
        await Should.ThrowAsync<StoreUnavailableException>(() => PingAsync(redis, TimeSpan.FromSeconds(0.2)));

        await _server.StartAgainAsync();
        await AnswersAsync(redis);
    }

    [Fact]
    public async Task Call_ThatTheClientRefusesOnTheSpot_DidNotRun_AndNoExceptionOfTheClientEscapes()
    {
        await using var redis = RedisConnection.To(
            $"{_server.ConnectionString},allowAdmin=false", TimeProvider.System, NullLogger<RedisConnection>.Instance);
        await AnswersAsync(redis);

        var failure = await Should.ThrowAsync<StoreUnavailableException>(
            () => redis.ExecuteAsync("CONFIG", ["GET", "save"], TimeSpan.FromSeconds(5)));
        failure.ShouldNotBeOfType<StoreOutcomeUnknownException>();
        failure.Message.ShouldContain("CONFIG");
        RedisFailure.IsForbidden(failure).ShouldBeTrue();
    }

    [Fact]
    public async Task Call_WhileTheServerIsDead_DidNotRun_AndFailsAtOnce()
    {
        await using var redis = RedisSurroundings.Connect(_server, 0);
        await AnswersAsync(redis);
        await _server.KillAsync();

        await Eventually.TrueAsync(
            async () => await FailureAsync(redis) is { } failure and not StoreOutcomeUnknownException
                && failure.Message.Contains("not connected", StringComparison.Ordinal),
            () => "it never noticed");
    }

    [Fact]
    public async Task Dispose_WhileTheServerHangs_Ends()
    {
        await _server.HangAsync();
        var redis = RedisSurroundings.Connect(_server, 0);
        redis.Listen("bell", _ => { });

        await redis.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        await _server.GoOnAsync();
    }

    private static async Task<StoreUnavailableException?> FailureAsync(RedisConnection redis)
    {
        try
        {
            await PingAsync(redis, TimeSpan.FromSeconds(0.2));
            return null;
        }
        catch (StoreUnavailableException failure)
        {
            return failure;
        }
    }

    private static Task<RedisResult> PingAsync(RedisConnection redis, TimeSpan timeout) =>
        redis.ExecuteAsync("PING", [], timeout);

    private static Task AnswersAsync(RedisConnection redis) => Eventually.TrueAsync(
        async () =>
        {
            try
            {
                return (string?)await PingAsync(redis, TimeSpan.FromSeconds(1)) == "PONG";
            }
            catch (StoreUnavailableException)
            {
                return false;
            }
        },
        () => "it never answered",
        TimeSpan.FromSeconds(40));
}
