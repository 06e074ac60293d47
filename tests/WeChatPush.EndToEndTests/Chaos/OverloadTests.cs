using System.Diagnostics;
using WeChatPush.EndToEndTests.Harness;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.Loading;
using WeChatPush.Simulator.Pushing;
using Xunit.Abstractions;

namespace WeChatPush.EndToEndTests.Chaos;

/// <summary>More pushes come than can be taken. WECHATPUSH_CHAOS says for how many seconds.</summary>
public sealed class OverloadTests(ITestOutputHelper output)
{
    private const int Overload = 10;
    private const int Writers = 400;
    private const long RoomToBreathe = 400 * 1024;
    private static readonly TimeSpan Measuring = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Load_WhenTheStoreHardlyTakesAny_IsRefusedWhileWeChatListens_AndLosesNothing()
    {
        await using var world = await World.StartAsync();
        await WarmUpAsync(world);
        var before = world.Server.Memory;
        LoadRunner runner;
        using (new StoreBrake(world.StorePath))
            runner = await RunAsync(world, rate: 200, seconds: Rounds.Of(4), tries: 3);

        Report($"200 pushes a second, and a store that takes some in 0.2 of 2.2 s: {runner.Sent} came", runner, before, world);
        runner.Problems.Keys.ShouldAllBe(problem => problem.Contains("503", StringComparison.Ordinal), world.Server.Output);
        runner.Problems.ShouldNotBeEmpty();
        await ShouldHaveKeptItsWordAsync(world, runner, before);
    }

    [Fact]
    public async Task Load_WhenItIsTenTimesWhatTheProcessorTakes_LosesNothing_AndIsOverWhenItIsOver()
    {
        await using var world = await World.StartAsync();
        await WarmUpAsync(world);
        var before = world.Server.Memory;
        LoadRunner runner;
        double sustainable;
        using (new Throttle(world.Server.Id))
        {
            sustainable = await MeasureAsync(world);
            runner = await RunAsync(world, Overload * sustainable, seconds: Rounds.Of(1), tries: 1);
        }

        Report($"{Overload} × overload: {sustainable:0} pushes a second are sustainable, {runner.Sent} came", runner, before, world);
        await world.PushAsync(world.User("oAfterwards").Text("afterwards"));
        await Effects.ArriveAsync(world.WeChat, ["afterwards"], () => world.Server.Output);
        await ShouldHaveKeptItsWordAsync(world, runner, before);
    }

    private static async Task WarmUpAsync(World world)
    {
        await world.PushAsync(world.User("oBefore").Text("before"));
        await Effects.ArriveAsync(world.WeChat, ["before"], () => world.Server.Output);
    }

    private static async Task<LoadRunner> RunAsync(World world, double rate, int seconds, int tries)
    {
        var plan = new LoadPlan([world.App], 500, LoadMix.Read(LoadKind.Text, out _)!, seed: 1)
        {
            Rate = rate, WarmUp = TimeSpan.Zero, Duration = TimeSpan.FromSeconds(seconds),
        };
        using var client = new PushClient { MaxTries = tries };
        var runner = new LoadRunner(plan, client, TimeProvider.System);
        await runner.RunAsync(CancellationToken.None);
        return runner;
    }

    private static async Task ShouldHaveKeptItsWordAsync(World world, LoadRunner runner, long before)
    {
        await Effects.ArriveAsync(world.WeChat, runner.Acknowledged.Keys, () => world.Server.Output);
        Effects.Count(world.WeChat).ShouldAllBe(effect => effect.Value == 1);
        (world.Server.Memory - before).ShouldBeLessThan(RoomToBreathe);
        world.Server.Output.ShouldNotContain("   at ");
    }

    private void Report(string what, LoadRunner runner, long before, World world)
    {
        var times = LoadTimes.Of(runner.Answers);
        output.Say($"""
            {what}
            acknowledged: {runner.Acknowledged.Count}, tried again: {runner.Retries}, given up: {runner.GivenUp.Count}
            answers: p50 {times.P50:0} ms, p99 {times.P99:0} ms, max {times.Max:0} ms; {string.Join(", ", runner.Problems.Select(problem => $"{problem.Value} × {problem.Key}"))}
            memory: {before / 1024} → {world.Server.Memory / 1024} MiB
            """);
    }

    // Who sends his next push when he has the answer to the one before finds out what can be sustained.
    private static async Task<double> MeasureAsync(World world)
    {
        using var client = new PushClient { MaxTries = 1 };
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            var user = world.User(FakeOpenId.Of(World.AppId, $"{writer}"));
            var count = 0;
            while (watch.Elapsed < Measuring)
                count += (await client.PushAsync(world.App, user.Image("http://pic", "media"))).IsAccepted ? 1 : 0;
            return count;
        }));
        return Math.Max(1, counts.Sum() / watch.Elapsed.TotalSeconds);
    }
}
