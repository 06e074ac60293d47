using WeChatPush.EndToEndTests.Campaigns;
using WeChatPush.EndToEndTests.Harness;
using WeChatPush.EndToEndTests.Redis;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using Xunit.Abstractions;

namespace WeChatPush.EndToEndTests.Chaos;

/// <summary>
/// A server is killed at random under load, again and again. Of the sends that are uncertain afterwards nearly all were in
/// flight; few were noted as begun and not yet written. WECHATPUSH_CHAOS says how often, WECHATPUSH_SEED repeats the moments.
/// </summary>
public sealed class KilledSendTests(ITestOutputHelper output)
{
    private const int Latency = 25;
    private const int Writers = 32;
    private const int Rate = 600;
    private static readonly int Kills = Rounds.From(4);

    private static readonly (string, string)[] Settings =
        [.. CampaignDesk.Settings, ("Dispatching:FirstRetry", "00:00:01"), ("Sending:WhenUncertain", "Keep")];

    [Fact]
    public async Task Pushes_OnSqlite_AreBegunOnlyWhenTheyAreWritten()
    {
        await using var world = await World.StartAsync(Settings);
        Delay(world.WeChat);
        var load = new Load(world, Writers);
        load.Begin();
        await KillAsync(_ => world.Server);
        await load.EndAsync();
        Check(
            "Pushes on SQLite",
            await KilledSends.OfPushesAsync(Kills, load, world.WeChat, world.Admin, () => world.Server.Output),
            () => world.Server.Output);
    }

    [Fact]
    public async Task Pushes_OnRedis_AreBegunOnlyWhenTheyAreWritten()
    {
        await using var fleet = await Fleet.StartAsync(Settings);
        Delay(fleet.WeChat);
        var load = new Load(fleet.One.App, fleet.TryAnywhereAsync, Writers);
        load.Begin();
        await KillAsync(kill => (kill % 2 == 0 ? fleet.One : fleet.Other).Server);
        await load.EndAsync();
        await fleet.WellAsync();
        Check(
            "Pushes on two instances and Redis",
            await KilledSends.OfPushesAsync(Kills, load, fleet.WeChat, fleet.One.Admin, () => fleet.Output),
            () => fleet.Output);
    }

    [Fact]
    public async Task Campaign_OnSqlite_IsBegunOnlyWhereItIsWritten()
    {
        await using var world = await World.StartAsync(Settings);
        Delay(world.WeChat);
        var desk = new CampaignDesk(() => world.Admin, world.WeChat, () => world.Server.Output);
        await CampaignAsync("A campaign on SQLite", desk, world.Server.Url, _ => world.Server, () => world.Server.Output);
    }

    [Fact]
    public async Task Campaign_OnRedis_IsBegunOnlyWhereItIsWritten()
    {
        await using var fleet = await Fleet.StartAsync(Settings);
        Delay(fleet.WeChat);
        var desk = new CampaignDesk(() => fleet.One.Admin, fleet.WeChat, () => fleet.Output);
        await CampaignAsync(
            "A campaign on two instances and Redis",
            desk,
            fleet.One.Server.Url,
            kill => (kill % 2 == 0 ? fleet.One : fleet.Other).Server,
            () => fleet.Output);
    }

    // A send takes long enough that a kill meets some.
    private static void Delay(FakeWeChat weChat)
    {
        weChat.Calls.Capacity = int.MaxValue;
        weChat.Faults.Add(new FakeFault { Api = FakeApis.CustomSend, DelayMs = Latency });
        weChat.Faults.Add(new FakeFault { Api = FakeApis.SubscribeSend, DelayMs = Latency });
    }

    private async Task KillAsync(Func<int, ServerProcess> victim, Func<int, Task>? before = null)
    {
        var random = Rounds.Chance(output);
        for (var kill = 0; kill < Kills; kill++)
        {
            if (before is not null)
                await before(kill);
            await random.PauseAsync(200, 1200);
            victim(kill).Kill();
            await victim(kill).StartAsync();
        }
    }

    private async Task CampaignAsync(
        string what, CampaignDesk desk, Uri server, Func<int, ServerProcess> victim, Func<string> log)
    {
        var users = Rate * 3 * Kills / 2;
        var timeout = TimeSpan.FromSeconds(120 + 30 * Kills);
        await desk.FillAsync(server, users);
        var id = await desk.CreateAsync(Rate);
        (await desk.MoveAsync(id, "start")).ShouldBe(202);
        var sent = 0;
        await KillAsync(victim, async _ =>
        {
            // Sends are under way again, and enough are left for the kills to come.
            await desk.SentAsync(sent + 50, timeout);
            sent = desk.Sends.Count;
        });
        await desk.FinishedAsync(id, timeout);
        var counts = await desk.AuditAsync(id, users);
        (counts["sent"] + counts["uncertain"]).ShouldBe(users);
        var never = users - desk.Sends.Count;
        Check(what, new(Kills, desk.Sends.Count, counts["uncertain"] - never, never, Doubled: 0, Lost: 0), log);
    }

    private void Check(string what, KilledSends sends, Func<string> log)
    {
        sends.Report(output, what);
        sends.ShouldHold(log);
    }
}
