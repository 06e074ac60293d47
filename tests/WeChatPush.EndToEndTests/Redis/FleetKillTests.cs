using System.Text.Json;
using WeChatPush.EndToEndTests.Chaos;
using WeChatPush.EndToEndTests.Harness;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.TestSupport;
using Xunit.Abstractions;

namespace WeChatPush.EndToEndTests.Redis;

/// <summary>
/// Two servers on one Redis; one of them is killed at any line, again and again, while users write to both, and WeChat's
/// retries go to either. WECHATPUSH_CHAOS says how often, WECHATPUSH_SEED repeats the moments.
/// </summary>
public sealed class FleetKillTests(ITestOutputHelper output)
{
    private static readonly int Kills = Rounds.From(10);

    [Fact]
    public async Task Kill_WhenUncertainSendsAreRepeated_LosesNothing_AndKeepsEachUsersOrder()
    {
        await using var fleet = await StartAsync("Resend");
        var load = await KillAsync(fleet, Kills);
        await Effects.ArriveAsync(fleet.WeChat, load.Acknowledged, () => fleet.Output);

        var effects = Effects.Count(fleet.WeChat);
        var doubled = effects.Where(effect => effect.Value > 1).Select(effect => effect.Key).ToList();
        Report("Resend", Kills, load, effects, $"{doubled.Count}, each of a push in hand at a kill");
        doubled.Count.ShouldBeLessThanOrEqualTo(Kills * 32);
        foreach (var words in doubled)
        {
            // A push is only sent twice when the process died between the request and the note of its answer.
            var push = await FindAsync(fleet, load, words);
            push.GetProperty("timeline").EnumerateArray().ShouldContain(
                entry => entry.GetProperty("what").GetString() == "lease expired", $"{push}");
        }

        Effects.ShouldBeInOrder(fleet.WeChat, load);
    }

    [Fact]
    public async Task Kill_WhenUncertainSendsAreKept_DoublesNothing_AndListsWhatMayBeMissing()
    {
        var kills = Math.Max(2, Kills / 4);
        await using var fleet = await StartAsync("Keep");
        var load = await KillAsync(fleet, kills);
        await Eventually.TrueAsync(
            async () => (await fleet.One.Admin.ListAsync("state=queued")).Count
                + (await fleet.One.Admin.ListAsync("state=processing")).Count
                + (await fleet.One.Admin.ListAsync("state=retrying")).Count == 0,
            () => $"pushes are left unfinished\n{fleet.Output}",
            TimeSpan.FromSeconds(60));

        var effects = Effects.Count(fleet.WeChat);
        var missing = load.Acknowledged.Where(words => !effects.ContainsKey(words)).ToList();
        Report("Keep", kills, load, effects, $"{effects.Count(effect => effect.Value > 1)}; {missing.Count} without effect, each listed as uncertain");
        foreach (var words in missing)
        {
            var push = await FindAsync(fleet, load, words);
            push.GetProperty("sends").EnumerateArray().ShouldContain(
                send => send.GetProperty("outcome").GetString() == "uncertain", $"{push}");
        }

        effects.ShouldAllBe(effect => effect.Value == 1);
        Effects.ShouldBeInOrder(fleet.WeChat, load);
    }

    // A send takes long enough that a kill meets some. What a busy machine makes slow stays in Redis: the order over
    // several instances is kept there.
    private static async Task<Fleet> StartAsync(string whenUncertain)
    {
        var fleet = await Fleet.StartAsync(
            ("Dispatching:Lease", "00:00:02"), ("Sending:WhenUncertain", whenUncertain), ("Receiving:AppendTimeout", "00:00:04"));
        fleet.WeChat.Faults.Add(new FakeFault { Api = FakeApis.CustomSend, DelayMs = 20 });
        return fleet;
    }

    private async Task<Load> KillAsync(Fleet fleet, int kills)
    {
        var random = Rounds.Chance(output);
        var load = new Load(fleet.One.App, fleet.TryAnywhereAsync, writers: 12);
        load.Begin();
        // From here on there is a token: a server that dies while it fetches the first one keeps all the others waiting,
        // and no kill would meet a send.
        await fleet.WeChat.WaitForCallsAsync(call => call.Delivered, 50, TimeSpan.FromSeconds(30));
        for (var kill = 0; kill < kills; kill++)
        {
            // Every fifth hits a server that has just begun.
            await Task.Delay(random.Next(kill % 5 == 4 ? 300 : 800));
            fleet.Other.Server.Kill();
            fleet.Other.Server.Start();
            if (kill % 5 != 3)
                await fleet.Other.Server.ReadyAsync();
        }

        await fleet.WellAsync();
        await load.EndAsync();
        return load;
    }

    private static async Task<JsonElement> FindAsync(Fleet fleet, Load load, string words) =>
        (await fleet.One.Admin.OfUserAsync(load.Users[words]))
            .Single(push => push.GetProperty("message").GetProperty("Content").GetString() == words);

    private void Report(string variant, int kills, Load load, IReadOnlyDictionary<string, int> effects, string doubled) =>
        output.Say($"""
            two instances, one of them killed {kills} times (WhenUncertain: {variant})
            pushes: {load.Users.Count} in {load.TriesMade} tries, acknowledged: {load.Acknowledged.Count}
            effects: {effects.Count}, of which {effects.Keys.Count(words => !load.Acknowledged.Contains(words))} of pushes whose acknowledgement was lost with the server
            acknowledged without effect: {load.Acknowledged.Count(words => !effects.ContainsKey(words))}
            doubled effects: {doubled}
            """);
}
