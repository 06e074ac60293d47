using Microsoft.Extensions.Logging.Testing;
using WeChatPush.Redis.Connection;
using WeChatPush.Redis.Sending;
using WeChatPush.Sending;
using WeChatPush.StoreContracts.Sending;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.Redis.Tests.Sending;

public sealed class RedisSendTurnsTests : SendTurnsContract
{
    private const string Key = "{shop}:send:oUser";

    private readonly FakeLogCollector _log = new();
    private RedisSurroundings _redis = null!;

    public override async Task DisposeAsync() => await _redis.DisposeAsync();

    [Fact]
    public async Task Take_AfterADeadHolder_WaitsForTheEndOfHisLeaseOnly()
    {
        await _redis.SayAsync($"SET {Key} died PX 300");

        await (await TakeAsync(0).WaitAsync(Long)).DisposeAsync();
    }

    [Fact]
    public async Task Take_AfterADeadHolderAndAClockThatWasSetBack_DoesNotWait()
    {
        await _redis.SayAsync($"SET {Key} {Guid.NewGuid():N} PX {(int)TimeSpan.FromHours(1).TotalMilliseconds}");

        await (await TakeAsync(0).WaitAsync(Long)).DisposeAsync();
    }

    [Fact]
    public async Task Hold_BeyondTheLease_IsProlonged()
    {
        await using var held = await TakeAsync(0);
        await _redis.SayAsync($"PEXPIRE {Key} 2500");

        await Eventually.TrueAsync(
            async () => await _redis.LifeOfAsync(Key) > TimeSpan.FromSeconds(2.5), () => "the lease runs out");
    }

    [Fact]
    public async Task Dispose_ByALateHolder_LeavesTheNextOnesTurnAlone()
    {
        var late = await TakeAsync(0);
        await _redis.SayAsync($"SET {Key} next PX 60000");
        await late.DisposeAsync();

        (await _redis.SayAsync($"EXISTS {Key}")).ShouldBe(":1");
        await _redis.SayAsync($"DEL {Key}");
    }

    [Fact]
    public async Task Dispose_LeavesNothingBehind()
    {
        await (await TakeAsync(0)).DisposeAsync();

        (await _redis.SayAsync("DBSIZE")).ShouldBe(":0");
    }

    [Fact]
    public async Task Take_WhileTheServerHangsOrIsAway_GoesOnWithinTheInstance_AndSaysSoOnce()
    {
        var server = await RedisServer.StartAsync();
        await using var redis = RedisSurroundings.Connect(server, 0);
        var turns = Turns(redis);
        await (await turns.TakeAsync("shop", "oUser", default)).DisposeAsync();
        await server.HangAsync();
        await ServeTwoAsync(turns);
        await server.KillAsync();
        await ServeTwoAsync(turns);

        _log.Lines.Where(line => line.Contains("within this instance only")).ShouldHaveSingleItem();
        await server.DisposeAsync();

        static async Task ServeTwoAsync(RedisSendTurns turns)
        {
            var first = await turns.TakeAsync("shop", "oUser", default).AsTask().WaitAsync(Long);
            var second = turns.TakeAsync("shop", "oUser", default).AsTask();
            second.IsCompleted.ShouldBeFalse();
            await first.DisposeAsync();
            await (await second.WaitAsync(Long)).DisposeAsync();
        }
    }

    private protected override async Task<ISendTurns[]> OpenAsync()
    {
        _redis = new RedisSurroundings(await SharedRedis.Server);
        return [Turns(_redis.Connect()), Turns(_redis.Connect())];
    }

    private RedisSendTurns Turns(RedisConnection redis) =>
        new(new LocalSendTurns(), redis, new FakeLogger<RedisSendTurns>(_log));
}
