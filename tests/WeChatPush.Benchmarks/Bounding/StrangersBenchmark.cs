using System.Diagnostics;
using Spectre.Console;
using WeChatPush.Benchmarks.Accepting;
using WeChatPush.TestSupport;

namespace WeChatPush.Benchmarks.Bounding;

/// <summary>An honest load beside a thousand slow connections of strangers: how long honest pushes take, and how much memory it costs.</summary>
internal static class StrangersBenchmark
{
    private const int PerSecondAtMost = 40_000;
    private const double MebiByte = 1024 * 1024;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Alone = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan RoundLength = TimeSpan.FromSeconds(4);

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var count = arguments.Number("strangers", 1000);
        var seconds = arguments.Number("seconds", 60);
        var connections = arguments.Number("connections", 16);
        var kind = arguments.Text("store") == "redis" ? ServerKind.Redis : ServerKind.Sqlite;
        Processors.KeepOffTheFirst();
        await using var redis = kind == ServerKind.Redis ? await RedisServer.StartAsync() : null;
        await using var bare = new Contestant(new AcceptRow("bare", ServerKind.Bare), "");
        await using var server = new Contestant(
            new AcceptRow($"{kind}, secure XML", kind), redis?.ConnectionString ?? "", arguments.Text("server"));
        await bare.WaitUntilReadyAsync();
        await server.WaitUntilReadyAsync();
        await Task.Delay(WarmUp);
        var started = server.Memory;
        for (var i = 0; i < 3; i++)
        {
            await LoadAsync(bare, connections, WarmUp);
            await LoadAsync(server, connections, WarmUp);
        }

        var ofBare = await LoadAsync(bare, connections, Alone);
        var idle = server.Memory;
        long peak = 0, ofLoad = 0;
        var alone = new List<RoundResult>();
        await using (new Timer(_ => ofLoad = Math.Max(ofLoad, server.Memory), null, 0, 100))
        {
            for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun).TotalSeconds < seconds;)
                alone.Add(await LoadAsync(server, connections, RoundLength));
        }

        var beside = new List<RoundResult>();
        int made, held = 0;
        await using (var strangers = new SlowClients(server, count))
        {
            using var watch = new Timer(_ => (peak, held) = (Math.Max(peak, server.Memory), Math.Max(held, strangers.Open)), null, 0, 100);
            for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun).TotalSeconds < seconds;)
                beside.Add(await LoadAsync(server, connections, RoundLength));
            made = strangers.Made;
        }

        var bareAfter = await LoadAsync(bare, connections, Alone);
        var worst = beside.MaxBy(round => round.P99)!;
        var (middle, middleAlone) = (Middle(beside), Middle(alone));
        var barePace = (ofBare.P99 + bareAfter.P99) / 2;

        var table = new Table().Title($"{connections} honest connections, {held} of {count} strangers held at once, {made} made in {seconds} s").AddColumn("");
        foreach (var column in new[] { "pushes/s", "p50 ms", "p99 ms", "× bare", "refused", "memory MiB" })
            table.AddColumn(Bar.Right(column));
        Row("bare, before", ofBare, bare.Memory);
        Row("bare, after", bareAfter, bare.Memory);
        Row("server alone, median of rounds", middleAlone, ofLoad);
        Row("beside strangers, median of rounds", middle, peak);
        Row("beside strangers, worst round", worst, peak);
        Bar.Print(table);
        Console.WriteLine($"memory: {started / MebiByte:0} MiB after the start, {idle / MebiByte:0} after the honest load, {ofLoad / MebiByte:0} at most during it, {peak / MebiByte:0} at most beside strangers");
        Bar[] bars =
        [
            Bar.AtMost("honest p99 beside strangers", middle.P99 / barePace, 4, "× bare"),
            Bar.AtMost("the same, over the server's own without them", middle.P99 / middleAlone.P99, 1.5, "× alone"),
            Bar.AtMost("memory over that without strangers", (peak - ofLoad) / MebiByte, 100, "MiB"),
            Bar.AtMost("memory over idle", (peak - idle) / MebiByte, 100, "MiB"),
            Bar.AtMost("honest pushes refused", beside.Sum(round => round.Refused), 0, ""),
        ];
        Bar.Show(bars);
        return bars.All(bar => bar.IsReached) ? 0 : 1;

        void Row(string name, RoundResult result, long memory) => table.AddRow(
            name,
            Bar.Number(result.PerSecond, "N0"),
            Bar.Number(result.P50, "0.000"),
            Bar.Number(result.P99, "0.000"),
            Bar.Number(result.P99 / barePace),
            Bar.Number(result.Refused, "N0"),
            Bar.Number(memory / MebiByte, "N0"));
    }

    private static RoundResult Middle(List<RoundResult> rounds) => rounds.OrderBy(round => round.P99).ElementAt(rounds.Count / 2);

    private static async Task<RoundResult> LoadAsync(Contestant contestant, int connections, TimeSpan length)
    {
        using var self = Process.GetCurrentProcess();
        var pushes = PreparedPushes.Make(contestant, (int)(length.TotalSeconds * PerSecondAtMost));
        GC.Collect();
        return await LoadRound.RunAsync(contestant, pushes, connections, length, self);
    }
}
