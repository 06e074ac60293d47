using WeChatPush.EndToEndTests.Harness;
using WeChatPush.EndToEndTests.Redis;
using WeChatPush.Simulator.FakeApi;
using Xunit.Abstractions;

namespace WeChatPush.EndToEndTests.Chaos;

/// <summary>Redis and a server are killed together, now the one first, now the other.</summary>
public sealed class EverythingDiesTests(ITestOutputHelper output)
{
    private static readonly int Times = Rounds.Of(2);

    [Fact]
    public async Task Load_WhenRedisAndAServerAreKilledTogether_LosesNothing_AndDoublesNothing()
    {
        await using var fleet = await Fleet.StartAsync(("Dispatching:Lease", "00:00:02"), ("Dispatching:FirstRetry", "00:00:01"));
        fleet.WeChat.Faults.Add(new FakeFault { Api = FakeApis.CustomSend, DelayMs = 20 });
        var random = Rounds.Chance(output);
        var load = new Load(fleet.One.App, fleet.TryAnywhereAsync, writers: 8);
        load.Begin();
        for (var round = 0; round < Times; round++)
        {
            var server = (random.Next(2) == 0 ? fleet.One : fleet.Other).Server;
            await random.PauseAsync(300, 1000);
            if (random.Next(2) == 0)
            {
                server.Kill();
                await fleet.Redis.KillAsync();
            }
            else
            {
                await fleet.Redis.KillAsync();
                await random.PauseAsync(0, 500);
                server.Kill();
            }

            server.Start();
            await random.PauseAsync(0, 1000);
            await fleet.Redis.StartAgainAsync();
            await server.ReadyAsync();
        }

        await load.EndAsync();
        await fleet.WellAsync();
        await Verdict.ShouldHoldAsync(output, $"Redis and a server were killed {Times} times", load, fleet.WeChat, fleet.One.Admin, () => fleet.Output);
    }
}
