using WeChatPush.Alerts;
using WeChatPush.Redis.Storage;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;
using WeChatPush.TestSupport.Redis;

namespace WeChatPush.Redis.Tests.Alerts;

/// <summary>Several instances on one Redis.</summary>
public sealed class AlertFleetTests : IAsyncLifetime
{
    // The looks of the engine have 15 s between them, by the real clock.
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromMinutes(3);

    private readonly ManualTimeProvider _time = new();
    private RedisSurroundings _redis = null!;
    private Robots _robots = null!;

    public async Task InitializeAsync()
    {
        _redis = new RedisSurroundings(await SharedRedis.Server);
        _robots = await Robots.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _robots.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Instances_ThatFindTheSame_SendItOnce_AndItsEndOnce()
    {
        AlertInstance[] fleet = [Start(), Start(), Start()];
        var shop = new AlertFinding(AlertKind.Dead, "shop", _time.GetUtcNow()) { Count = 3 };
        foreach (var instance in fleet)
            instance.Found.Add(shop);

        await RoundsAsync(fleet, 4);
        _robots.Messages.ShouldHaveSingleItem().Text.ShouldContain("应用：shop");
        foreach (var instance in fleet)
            instance.Found[0] = shop with { IsOver = true };
        await RoundsAsync(fleet, 4);

        _robots.Messages.Select(message => message.Text[14..16]).ShouldBe(["告警", "恢复"]);
        Array.ForEach(fleet, instance => instance.Dispose());
    }

    [Fact]
    public async Task Stop_ThatOneInstanceSees_IsNotOver_BecauseAnotherDoesNotSeeIt()
    {
        AlertInstance[] fleet = [Start(), Start()];
        fleet[0].Found.Add(new(AlertKind.Stopped, "shop", _time.GetUtcNow()) { Detail = "45009" });

        await RoundsAsync(fleet, 80);
        _robots.Messages.ShouldHaveSingleItem();
        fleet[0].Found.Clear();
        await RoundsAsync(fleet, 20);

        _robots.Messages.Count.ShouldBe(2);
        _robots.Messages[1].Text.ShouldContain("恢复");
        Array.ForEach(fleet, instance => instance.Dispose());
    }

    [Fact]
    public async Task Engine_WhoseRedisGoesAway_SaysThatItSpools_AndThatItIsBack()
    {
        await using var server = await RedisServer.StartAsync();
        await using var engine = await EngineUnderTest.StartAsync(new EngineSetup
        {
            Messages = new ScriptedMessages(),
            Redis = server.ConnectionString,
            Settings = [("Alerts:0:Kind", "WeCom"), ("Alerts:0:Url", _robots.WeCom)],
        });
        await engine.PushTextAsync("o", "before");

        await server.KillAsync();
        await engine.PushTextAsync("o", "meanwhile");
        await Eventually.TrueAsync(() => Said("告警】存储不可用，推送暂存在本机磁盘"), () => $"spooling is not said: {engine.Log.Text}", WaitTimeout);
        await server.StartAgainAsync();
        await Eventually.TrueAsync(() => Said("恢复】存储"), () => $"the end is not said: {engine.Log.Text}", WaitTimeout);

        _robots.Messages[0].Text.ShouldContain($"实例：{Environment.MachineName}");
        bool Said(string words) => _robots.Messages.Any(message => message.Text.Contains(words, StringComparison.Ordinal));
    }

    private AlertInstance Start() => new(
        new RedisRecordStore(_redis.Connect(), _time), _time, new AlertOptions { Kind = AlertDestinationKind.WeCom, Url = _robots.WeCom });

    // All at the same time, as instances do.
    private async Task RoundsAsync(AlertInstance[] fleet, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await Task.WhenAll(fleet.Select(instance => Task.Run(instance.LookAsync)));
            _time.Advance(AlertWatch.Interval);
        }
    }
}
