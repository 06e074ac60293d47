using WeChatPush.EndToEndTests.Harness;
using WeChatPush.EndToEndTests.Redis;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.TestSupport;
using Xunit.Abstractions;

namespace WeChatPush.EndToEndTests.Chaos;

/// <summary>
/// A server stands still for longer than its leases hold (SIGSTOP), and goes on as if nothing had been: meanwhile another one
/// has done its work.
/// </summary>
public sealed class FreezeTests(ITestOutputHelper output)
{
    private static readonly int Times = Rounds.Of(2);

    [Fact]
    public async Task Load_WhenAServerStandsStillAndGoesOn_LosesNothing_AndDoublesNothing()
    {
        await using var fleet = await Fleet.StartAsync(("Dispatching:Lease", "00:00:02"), ("Dispatching:FirstRetry", "00:00:01"));
        fleet.WeChat.Faults.Add(new FakeFault { Api = FakeApis.CustomSend, DelayMs = 20 });
        var random = Rounds.Chance(output);
        var load = new Load(fleet.One.App, fleet.TryAnywhereAsync, writers: 8);
        load.Begin();
        for (var round = 0; round < Times; round++)
        {
            await random.PauseAsync(300, 800);
            var frozen = (round % 2 == 0 ? fleet.One : fleet.Other).Server.Id;
            Posix.Stop(frozen);
            await random.PauseAsync(1000, 4000);
            Posix.Continue(frozen);
        }

        await load.EndAsync();
        await fleet.WellAsync();
        await Verdict.ShouldHoldAsync(output, $"a server stood still {Times} times", load, fleet.WeChat, fleet.One.Admin, () => fleet.Output);
    }
}
