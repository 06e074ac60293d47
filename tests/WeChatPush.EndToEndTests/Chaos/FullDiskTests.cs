using WeChatPush.EndToEndTests.Harness;
using WeChatPush.EndToEndTests.Redis;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.TestSupport;
using Xunit.Abstractions;

namespace WeChatPush.EndToEndTests.Chaos;

/// <summary>
/// No file may grow any more, again and again, while users write. To the process that is a full disk, and no test needs to be
/// root for it.
/// </summary>
public sealed class FullDiskTests(ITestOutputHelper output)
{
    private const long Nothing = 1024;
    private static readonly int Times = Rounds.From(2);

    [Fact]
    public async Task Load_WhenTheDiskIsFullNowAndThen_LosesNothing_AndDoublesNothing()
    {
        await using var world = await World.StartAsync(("Dispatching:Lease", "00:00:02"), ("Dispatching:FirstRetry", "00:00:01"));
        world.WeChat.Faults.Add(new FakeFault { Api = FakeApis.CustomSend, DelayMs = 20 });
        var load = new Load(world, writers: 8);
        load.Begin();
        await FillAsync(world.Server.Id);
        await load.EndAsync();

        load.Refusals.ShouldContain(answer => answer.Status == 503);
        await Verdict.ShouldHoldAsync(output, $"the disk was full {Times} times", load, world.WeChat, world.Admin, () => world.Server.Output);
        await world.Server.ReadyAsync();
    }

    [Fact]
    public async Task Load_WhenTheDiskOfTheSpoolIsFullWhileRedisIsAway_LosesNothing_AndDoublesNothing()
    {
        await using var fleet = await Fleet.StartAsync(("Dispatching:Lease", "00:00:05"), ("Dispatching:FirstRetry", "00:00:01"));
        fleet.WeChat.Faults.Add(new FakeFault { Api = FakeApis.CustomSend, DelayMs = 20 });
        var load = new Load(fleet.One.App, payload => fleet.TryAsync(fleet.One, payload), writers: 8);
        load.Begin();
        await fleet.Redis.KillAsync();
        await FillAsync(fleet.One.Server.Id);
        await fleet.Redis.StartAgainAsync();
        await load.EndAsync();
        await fleet.WellAsync();

        load.Refusals.ShouldContain(answer => answer.Status == 503);
        await Verdict.ShouldHoldAsync(
            output, $"the disk of the spool was full {Times} times while Redis was away", load, fleet.WeChat, fleet.One.Admin, () => fleet.Output);
    }

    private async Task FillAsync(int processId)
    {
        var random = Rounds.Chance(output);
        for (var round = 0; round < Times; round++)
        {
            await random.PauseAsync(300, 800);
            Posix.LimitFileSize(processId, Nothing);
            await random.PauseAsync(500, 1000);
            Posix.LimitFileSize(processId, null);
        }

        await random.PauseAsync(300, 800);
    }
}
