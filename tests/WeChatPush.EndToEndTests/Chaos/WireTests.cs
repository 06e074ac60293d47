using System.Globalization;
using WeChatPush.EndToEndTests.Harness;
using WeChatPush.EndToEndTests.Redis;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using Xunit.Abstractions;

namespace WeChatPush.EndToEndTests.Chaos;

/// <summary>The wires are cut, slow, and pulled out, while users write.</summary>
public sealed class WireTests(ITestOutputHelper output)
{
    private static readonly int Times = Rounds.From(4);

    [Fact]
    public async Task Load_WhenTheWireToRedisIsBad_LosesNothing_AndDoublesNothing()
    {
        await using var wire = new TcpProxy();
        await using var fleet = await Fleet.CreateAsync(
            ("ConnectionStrings:Redis", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{wire.Port}")),
            ("Dispatching:Lease", "00:00:05"), ("Dispatching:FirstRetry", "00:00:01"));
        wire.Target = fleet.Redis.Port;
        fleet.WeChat.Faults.Add(new FakeFault { Api = FakeApis.CustomSend, DelayMs = 20 });
        await fleet.BeginAsync();
        await fleet.WellAsync();

        var load = new Load(fleet.One.App, fleet.TryAnywhereAsync, writers: 8);
        load.Begin();
        await HarmAsync(wire);
        await fleet.WellAsync();
        await load.EndAsync();
        await fleet.WellAsync();

        await Verdict.ShouldHoldAsync(
            output, $"the wire to Redis: {Times} rounds, {wire.Cuts} connections cut", load, fleet.WeChat, fleet.One.Admin, () => fleet.Output);
    }

    [Fact]
    public async Task Load_WhenTheWireToTheApiIsBad_LosesNothing_AndDoublesNothing()
    {
        await using var wire = new TcpProxy();
        await using var world = await World.StartAsync(
            ("Apps:shop:ApiBaseUrl", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{wire.Port}")),
            ("Sending:BreakDuration", "00:00:01"), ("Dispatching:FirstRetry", "00:00:01"));
        wire.Target = world.Api.Port;

        var load = new Load(world, writers: 8);
        load.Begin();
        await HarmAsync(wire);
        await load.EndAsync();

        await Verdict.ShouldHoldAsync(
            output, $"the wire to the API: {Times} rounds, {wire.Cuts} connections cut", load, world.WeChat, world.Admin, () => world.Server.Output);
    }

    private async Task HarmAsync(TcpProxy wire)
    {
        var random = Rounds.Chance(output);
        for (var round = 0; round < Times; round++)
        {
            await random.PauseAsync(200, 700);
            switch (random.Next(3))
            {
                case 0:
                    wire.Cut();
                    break;
                case 1:
                    wire.Delay = TimeSpan.FromMilliseconds(random.Next(1, 300));
                    await random.PauseAsync(200, 800);
                    wire.Delay = TimeSpan.Zero;
                    break;
                default:
                    wire.IsOut = true;
                    wire.Cut();
                    await random.PauseAsync(100, 1000);
                    wire.IsOut = false;
                    break;
            }
        }
    }
}
