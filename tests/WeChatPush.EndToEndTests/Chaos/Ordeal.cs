using WeChatPush.EndToEndTests.Harness;
using WeChatPush.EndToEndTests.Redis;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using Xunit.Abstractions;

namespace WeChatPush.EndToEndTests.Chaos;

/// <summary>Users write to a fleet while something is done to it; afterwards everything has to hold.</summary>
internal static class Ordeal
{
    /// <param name="output">Where the seed and the figures go.</param>
    /// <param name="what">What is done, in words.</param>
    /// <param name="times">How often.</param>
    /// <param name="harm">Does it once; the number of the round is for those who take turns.</param>
    public static async Task OfFleetAsync(ITestOutputHelper output, string what, int times, Func<Fleet, Random, int, Task> harm)
    {
        await using var fleet = await Fleet.StartAsync(("Dispatching:Lease", "00:00:02"), ("Dispatching:FirstRetry", "00:00:01"));
        fleet.WeChat.Faults.Add(new FakeFault { Api = FakeApis.CustomSend, DelayMs = 20 });
        var random = Rounds.Chance(output);
        var load = new Load(fleet.One.App, fleet.TryAnywhereAsync, writers: 8);
        load.Begin();
        for (var round = 0; round < times; round++)
            await harm(fleet, random, round);

        await load.EndAsync();
        await fleet.WellAsync();
        await Verdict.ShouldHoldAsync(output, $"{what} {times} times", load, fleet.WeChat, fleet.One.Admin, () => fleet.Output);
    }
}
