using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using WeChatPush.EndToEndTests.Fuzzing;
using WeChatPush.EndToEndTests.Harness;
using WeChatPush.Simulator.FakeApi.Accounts;
using WeChatPush.Simulator.Loading;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;
using Xunit.Abstractions;

namespace WeChatPush.EndToEndTests.Chaos;

/// <summary>More pushes come than can be taken. WECHATPUSH_CHAOS says for how many seconds.</summary>
public sealed class OverloadTests(ITestOutputHelper output)
{
    private const int Overload = 10;
    private const int Writers = 400;
    private const double Unhurried = 300;
    private const long RoomToBreathe = 400 * 1024;
    private const double WeChatTimeout = 5000;
    private static readonly TimeSpan Measuring = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MoreThanWeChats = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(1.5);
    private static readonly (string, string) WaitTimeout = ("Receiving:MaxWait", "00:00:01");

    [Fact]
    public async Task Load_WhenTheStoreHardlyTakesAny_IsRefusedWhileWeChatListens_AndLosesNothing()
    {
        await using var world = await World.StartAsync();
        await WarmUpAsync(world);
        var before = world.Server.Memory;
        LoadRunner runner;
        using (new StoreBrake(world.StorePath))
        {
            using var client = new PushClient();
            runner = await RunAsync(world, rate: 200, seconds: Rounds.From(4), client);
        }

        Report($"200 pushes a second, and a store that takes some in 0.2 of 2.2 s: {runner.Sent} came", runner, before, world);
        runner.Problems.Keys.ShouldAllBe(problem => problem.Contains("503", StringComparison.Ordinal), world.Server.Output);
        runner.Problems.ShouldNotBeEmpty();
        await ShouldHaveKeptItsWordAsync(world, runner, before);
    }

    [Fact]
    public async Task APush_ThatWaitedTooLong_IsRefusedAtOnce_AndTheNextIsTaken()
    {
        await using var world = await World.StartAsync(WaitTimeout);
        await StandStillAsync(world);

        await ShouldBeWellAsync(world);
        world.Server.Output.ShouldContain("MaxWait");
    }

    [Fact]
    public async Task Load_WhenItIsTenTimesWhatTheProcessorTakes_IsNotAnsweredLate_LosesNothing_AndIsOverWhenItIsOver()
    {
        await using var world = await World.StartAsync(WaitTimeout);
        await WarmUpAsync(world);
        // The code that refuses is compiled while there is time for that.
        await StandStillAsync(world);
        var before = world.Server.Memory;
        var clock = new AnswerClock();
        LoadRunner runner;
        double sustainable;
        using (new Throttle(world.Server.Id))
        {
            sustainable = await MeasureAsync(world);
            // An answer slower than WeChat's timeout is waited for, to see how slow.
            using var client = new PushClient(clock.Handler()) { MaxTries = 1, TryTimeout = MoreThanWeChats };
            runner = await RunAsync(world, Overload * sustainable, seconds: Rounds.From(1), client);
        }

        Report($"{Overload} × overload: {sustainable:0} pushes a second are sustainable, {runner.Sent} came", runner, before, world);
        var times = LoadTimes.From(clock.Times);
        output.Say($"answers on the wire: {clock.Times.Count}, p50 {times.P50:0} ms, p99 {times.P99:0} ms, max {times.Max:0} ms");
        await ShouldBeWellAsync(world);
        times.Max.ShouldBeLessThan(WeChatTimeout * Slowness(sustainable), world.Server.Output);
        await ShouldHaveKeptItsWordAsync(world, runner, before);
    }

    private static async Task WarmUpAsync(World world)
    {
        await world.PushAsync(world.User("oBefore").Text("before"));
        await Effects.ArriveAsync(world.WeChat, ["before"], () => world.Server.Output);
    }

    // Half a second longer than any push may wait. One comes over a connection that is known, one over a new one.
    private static async Task StandStillAsync(World world)
    {
        using var known = await ConnectAsync(world);
        await known.SendAsync("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        await known.ReceiveAsync(new byte[1]);

        await world.Server.StandStillAsync();
        using var unknown = await ConnectAsync(world);
        await known.SendAsync(WireCases.Good(world.App, world.User("oKnown").Text("too late")));
        await unknown.SendAsync(WireCases.Good(world.App, world.User("oUnknown").Text("too late as well")));
        await Task.Delay(Standstill);
        Posix.Continue(world.Server.Id);

        var heard = await HearAsync(known);
        heard.ShouldContain("HTTP/1.1 503", customMessage: $"{heard}\n{world.Server.Output}");
        (await HearAsync(unknown)).ShouldBeEmpty();
    }

    private static async Task<Socket> ConnectAsync(World world)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(world.Server.Url.Host, world.Server.Url.Port);
        return socket;
    }

    // What the server says until it hangs up, however it does.
    private static async Task<string> HearAsync(Socket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer) is var read and > 0)
                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
        catch (SocketException)
        {
            // Hung up upon, in the middle of a word.
        }

        return text.ToString();
    }

    private static async Task ShouldBeWellAsync(World world)
    {
        using var client = new PushClient();
        (await client.PushAsync(world.App, world.User("oAfterwards").Text("afterwards"))).IsAccepted.ShouldBeTrue(world.Server.Output);
        await Effects.ArriveAsync(world.WeChat, ["afterwards"], () => world.Server.Output);
    }

    // A machine that is too slow for the figure is held to as much of it as it can reach.
    private static double Slowness(double sustainable) => Math.Max(1, Unhurried / sustainable);

    private static async Task<LoadRunner> RunAsync(World world, double rate, int seconds, PushClient client)
    {
        var plan = new LoadPlan([world.App], 500, LoadMix.Read(LoadKind.Text, out _)!, seed: 1)
        {
            Rate = rate, WarmUp = TimeSpan.Zero, Duration = TimeSpan.FromSeconds(seconds),
        };
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
        var times = LoadTimes.From(runner.Answers);
        output.Say($"""
            {what}
            acknowledged: {runner.Acknowledged.Count}, tried again: {runner.Retries}, given up: {runner.GivenUp.Count}
            answers: p50 {times.P50:0} ms, p99 {times.P99:0} ms, max {times.Max:0} ms; {string.Join(", ", runner.Problems.Select(problem => $"{problem.Value} × {problem.Key}"))}
            memory: {before / 1024} → {world.Server.Memory / 1024} MiB
            """);
    }

    // A client that sends its next push after the answer to the one before finds out what can be sustained.
    private static async Task<double> MeasureAsync(World world)
    {
        using var client = new PushClient { MaxTries = 1 };
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            var user = world.User(FakeOpenId.From(World.AppId, $"{writer}"));
            var count = 0;
            while (watch.Elapsed < Measuring)
                count += (await client.PushAsync(world.App, user.Image("http://pic", "media"))).IsAccepted ? 1 : 0;
            return count;
        }));
        return Math.Max(1, counts.Sum() / watch.Elapsed.TotalSeconds);
    }
}
