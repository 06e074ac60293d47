using System.Diagnostics;
using WeChatPush.EndToEndTests.Chaos;
using WeChatPush.EndToEndTests.Harness;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.Simulator.Pushing;
using Xunit.Abstractions;

namespace WeChatPush.EndToEndTests.Redis;

/// <summary>
/// Redis is away while users write to two servers. WECHATPUSH_CHAOS says how often, WECHATPUSH_OUTAGE_SECONDS for how long.
/// </summary>
public sealed class OutageTests(ITestOutputHelper output)
{
    private static readonly int Outages = Rounds.From(3);
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(Figures.Number("WECHATPUSH_OUTAGE_SECONDS", 2));
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    [Fact]
    public Task Load_WhenRedisIsKilledAndComesBack_IsAcknowledgedThroughout_AndHasEachEffectOnce() =>
        RunAsync("killed", fleet => fleet.Redis.KillAsync(), fleet => fleet.Redis.StartAgainAsync());

    [Fact]
    public Task Load_WhenRedisHangsAndGoesOn_IsAcknowledgedThroughout_AndHasEachEffectOnce() =>
        RunAsync("hung", fleet => fleet.Redis.HangAsync(), fleet => fleet.Redis.GoOnAsync());

    private async Task RunAsync(string what, Func<Fleet, Task> stop, Func<Fleet, Task> resume)
    {
        // Longer than an outage: an instance that loses its lease while Redis is away cannot note what it has sent.
        await using var fleet = await Fleet.StartAsync(
            ("Dispatching:Lease", $"{Length + TimeSpan.FromSeconds(5)}"), ("Dispatching:FirstRetry", "00:00:01"));
        fleet.WeChat.Faults.Add(new FakeFault { Api = FakeApis.CustomSend, DelayMs = 20 });
        var load = new Load(fleet.One.App, PushAsync, writers: 8);
        load.Begin();
        List<double> drains = [];
        for (var outage = 0; outage < Outages; outage++)
        {
            await Task.Delay(Between);
            await stop(fleet);
            await Task.Delay(Length);
            await resume(fleet);
            var back = Stopwatch.StartNew();
            await fleet.WellAsync();
            drains.Add(back.Elapsed.TotalSeconds);
        }

        await load.EndAsync();
        var end = Stopwatch.StartNew();
        await Effects.ArriveAsync(fleet.WeChat, load.Acknowledged, () => fleet.Output);

        var effects = Effects.Count(fleet.WeChat);
        var doubled = effects.Where(effect => effect.Value > 1).Select(effect => effect.Key).ToList();
        output.Say($"""
            Redis {what} {Outages} times for {Length.TotalSeconds} s
            pushes: {load.Users.Count} in {load.TriesMade} tries, acknowledged: {load.Acknowledged.Count}, refused tries: {load.Refusals.Count}, slowest answer: {load.Slowest.TotalSeconds:0.00} s
            acknowledged without effect: {load.Acknowledged.Count(words => !effects.ContainsKey(words))}, doubled: {doubled.Count}
            both spools drained after: {string.Join(", ", drains.Select(drain => FormattableString.Invariant($"{drain:0.0}")))} s; last effect {end.Elapsed.TotalSeconds:0.0} s after the end of the load
            """);
        load.Refusals.Select(answer => $"{answer.Status} {answer.Problem}").ShouldBeEmpty(fleet.Output);
        doubled.ShouldBeEmpty(fleet.Output);
        Effects.ShouldBeInOrder(fleet.WeChat, load, user => !IsPushedTwice(user));

        // A user stays at one instance. Of some, every push comes to the other one as well, as if its answer had been lost:
        // which of the two spools is emptied first is not defined, so these keep no order over an outage.
        async Task<PushTry> PushAsync(PushPayload payload)
        {
            var (home, other) = payload.OpenId[^1] % 2 == 0 ? (fleet.One, fleet.Other) : (fleet.Other, fleet.One);
            var answer = await fleet.TryAsync(home, payload);
            return answer.IsAccepted && IsPushedTwice(payload.OpenId) ? await fleet.TryAsync(other, payload) : answer;
        }
    }

    private static bool IsPushedTwice(string openId) => openId[^2] % 4 == 0;
}
