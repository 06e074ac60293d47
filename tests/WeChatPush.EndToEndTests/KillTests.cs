using System.Text.Json;
using WeChatPush.EndToEndTests.Chaos;
using WeChatPush.EndToEndTests.Harness;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.TestSupport;
using Xunit.Abstractions;

namespace WeChatPush.EndToEndTests;

/// <summary>
/// The server is killed at any line, again and again, while users write. WECHATPUSH_CHAOS says how often; WECHATPUSH_SEED
/// repeats the moments.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private static readonly int Kills = Rounds.From(20);

    [Fact]
    public async Task Kill_WhenUncertainSendsAreRepeated_LosesNothing()
    {
        await using var world = await StartAsync("Resend");
        var load = await KillAsync(world, Kills);
        await Effects.ArriveAsync(world.WeChat, load.Acknowledged, () => world.Server.Output);

        var effects = Effects.Count(world.WeChat);
        var doubled = effects.Where(effect => effect.Value > 1).Select(effect => effect.Key).ToList();
        foreach (var words in doubled)
        {
            // A push is only sent twice when the process died between the request and the note of its answer.
            var push = await FindAsync(world, load, words);
            push.GetProperty("timeline").EnumerateArray().ShouldContain(
                entry => entry.GetProperty("what").GetString() == "lease expired", $"{push}");
        }

        Report("Resend", Kills, load, effects, 
            $"{doubled.Count}, each of a push in hand at a kill: its request had left, its answer was not noted yet, so it was made again");
        doubled.Count.ShouldBeLessThanOrEqualTo(Kills * 32);
        Effects.ShouldBeInOrder(world.WeChat, load);
    }

    [Fact]
    public async Task Kill_WhenUncertainSendsAreKept_DoublesNothing_AndListsWhatMayBeMissing()
    {
        var kills = Math.Max(5, Kills / 4);
        await using var world = await StartAsync("Keep");
        var load = await KillAsync(world, kills);
        await Eventually.TrueAsync(
            async () => (await world.Admin.ListAsync("state=queued")).Count
                + (await world.Admin.ListAsync("state=processing")).Count
                + (await world.Admin.ListAsync("state=retrying")).Count == 0,
            () => $"pushes are left unfinished\n{world.Server.Output}",
            TimeSpan.FromSeconds(60));

        var effects = Effects.Count(world.WeChat);
        var missing = load.Acknowledged.Where(words => !effects.ContainsKey(words)).ToList();
        foreach (var words in missing)
        {
            var push = await FindAsync(world, load, words);
            push.GetProperty("sends").EnumerateArray().ShouldContain(
                send => send.GetProperty("outcome").GetString() == "uncertain", $"{push}");
        }

        Report("Keep", kills, load, effects, $"0; {missing.Count} without effect, each listed as uncertain");
        effects.ShouldAllBe(effect => effect.Value == 1);
        Effects.ShouldBeInOrder(world.WeChat, load);
    }

    // A send takes long enough that a kill meets some.
    private static async Task<World> StartAsync(string whenUncertain)
    {
        var world = await World.StartAsync(("Dispatching:Lease", "00:00:01"), ("Sending:WhenUncertain", whenUncertain));
        world.WeChat.Faults.Add(new FakeFault { Api = FakeApis.CustomSend, DelayMs = 20 });
        return world;
    }

    private async Task<Load> KillAsync(World world, int kills)
    {
        var random = Rounds.Chance(output);
        var load = new Load(world, writers: 12);
        load.Begin();
        for (var kill = 0; kill < kills; kill++)
        {
            // Every fifth hits a server that has just begun, with what the one before left behind.
            await Task.Delay(random.Next(kill % 5 == 4 ? 300 : 800));
            world.Server.Kill();
            world.Server.Start();
            if (kill % 5 != 3)
                await world.Server.ReadyAsync();
        }

        await world.Server.ReadyAsync();
        await load.EndAsync();
        return load;
    }

    private static async Task<JsonElement> FindAsync(World world, Load load, string words) =>
        (await world.Admin.OfUserAsync(load.Users[words]))
            .Single(push => push.GetProperty("message").GetProperty("Content").GetString() == words);

    private void Report(string variant, int kills, Load load, IReadOnlyDictionary<string, int> effects, string doubled)
    {
        var acknowledged = load.Acknowledged.Count;
        var lost = load.Acknowledged.Count(words => !effects.ContainsKey(words));
        output.Say($"""
            kills: {kills} (WhenUncertain: {variant})
            pushes: {load.Users.Count} in {load.TriesMade} tries
            acknowledged: {acknowledged}
            effects: {effects.Count}, of which {effects.Keys.Count(words => !load.Acknowledged.Contains(words))} of pushes whose acknowledgement was lost with the server
            acknowledged without effect: {lost}
            doubled effects: {doubled}
            """);
    }
}
