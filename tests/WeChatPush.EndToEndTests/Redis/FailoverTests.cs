using System.Diagnostics;
using WeChatPush.EndToEndTests.Chaos;
using WeChatPush.EndToEndTests.Harness;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.TestSupport;
using Xunit.Abstractions;

namespace WeChatPush.EndToEndTests.Redis;

/// <summary>
/// Two servers find Redis through a Sentinel. Its primary is killed under load, at every second time when the replica has
/// not had the last writes, and the replica takes its place. WECHATPUSH_CHAOS says how often.
/// </summary>
public sealed class FailoverTests(ITestOutputHelper output)
{
    private static readonly string[] Unfinished = ["queued", "processing", "retrying"];

    [Fact]
    public async Task Load_WhenTheReplicaMustHaveEachPush_LosesNoneThatWasAcknowledged()
    {
        var lost = await FailOverAsync(Rounds.From(2), minReplicas: 1);

        lost.ShouldBeEmpty();
    }

    /// <summary>What the setting is for: without it, the last pushes are gone with the primary.</summary>
    [Fact]
    public async Task Load_WhenThePrimaryAloneDecides_LosesWhatTheReplicaHasNotHad()
    {
        var lost = await FailOverAsync(Rounds.From(1), minReplicas: 0);

        lost.ShouldNotBeEmpty();
    }

    /// <summary>The acknowledged pushes that are not stored in the end.</summary>
    private async Task<IReadOnlyList<string>> FailOverAsync(int failovers, int minReplicas)
    {
        await using var redis = await RedisReplicas.StartAsync(withSentinel: true);
        await using var fleet = await Fleet.StartOnAsync(
            redis.SentinelConnectionString,
            ("Receiving:MinReplicas", $"{minReplicas}"), ("Dispatching:Lease", "00:00:05"), ("Dispatching:FirstRetry", "00:00:01"));
        fleet.WeChat.Faults.Add(new FakeFault { Api = FakeApis.CustomSend, DelayMs = 20 });
        var random = Rounds.Chance(output);
        var load = new Load(fleet.One.App, fleet.TryAnywhereAsync, writers: 4);
        load.Begin();
        List<double> recoveries = [];
        for (var failover = 0; failover < failovers; failover++)
        {
            await GrowAsync(load, random.Next(50, 200));
            await redis.FailOverAsync(failover % 2 == 0 ? CutOffAsync : null);
            var back = Stopwatch.StartNew();
            await redis.RestoreAsync();
            await fleet.WellAsync();
            recoveries.Add(back.Elapsed.TotalSeconds);
        }

        await load.EndAsync();
        await fleet.WellAsync();
        await FinishAsync(fleet);

        var stored = await StoredAsync(fleet.One.Admin, load);
        var effects = Effects.Count(fleet.WeChat);
        var lost = load.Acknowledged.Where(words => !stored.Contains(words)).ToList();
        output.Say($"""
            the primary killed {failovers} times, Receiving:MinReplicas {minReplicas}
            pushes: {load.Users.Count} in {load.TriesMade} tries, acknowledged: {load.Acknowledged.Count}, refused tries: {load.Refusals.Count}, slowest answer: {load.Slowest.TotalSeconds:0.00} s
            both servers well, and their spools empty, after the replica took over: {string.Join(", ", recoveries.Select(seconds => FormattableString.Invariant($"{seconds:0.0}")))} s
            acknowledged and lost: {lost.Count}, {lost.Count(effects.ContainsKey)} of them after they were handled; handled again: {effects.Count(effect => effect.Value > 1)}
            """);
        load.Refusals.Select(answer => $"{answer.Status} {answer.Problem}").ShouldBeEmpty(fleet.Output);
        stored.Where(words => !effects.ContainsKey(words)).ShouldBeEmpty(fleet.Output);
        return lost;

        // What a slow machine had put into the spools is on the primary by then, as the rest is.
        async Task CutOffAsync()
        {
            await GrowAsync(load, random.Next(20, 80));
            if (minReplicas == 0)
                await fleet.WellAsync();
        }
    }

    // Until so many more are acknowledged.
    private static Task GrowAsync(Load load, int by)
    {
        var goal = load.Acknowledged.Count + by;
        return Eventually.TrueAsync(() => load.Acknowledged.Count >= goal, () => "Nothing is acknowledged.");
    }

    private static async Task FinishAsync(Fleet fleet)
    {
        var count = 0;
        await Eventually.NoneLeftAsync(
            async () =>
            {
                count = 0;
                foreach (var state in Unfinished)
                    count += (await fleet.One.Admin.ListAsync($"state={state}")).Count;
                return count;
            },
            () => $"{count} pushes are left unfinished\n{fleet.Output}");
    }

    private static async Task<HashSet<string>> StoredAsync(AdminClient admin, Load load)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (var user in load.Users.Values.Distinct(StringComparer.Ordinal))
        {
            foreach (var push in await admin.OfUserAsync(user))
                words.Add(push.GetProperty("message").GetProperty("Content").GetString()!);
        }

        return words;
    }
}
