using System.Diagnostics;
using System.Globalization;
using WeChatPush.Benchmarks.Campaigning;
using WeChatPush.TestSupport;

namespace WeChatPush.Benchmarks.Accepting;

/// <summary>The whole server under load beside a bare endpoint, rounds interleaved, medians shown.</summary>
internal static class AcceptBenchmark
{
    private const int PerSecondAtMost = 40_000;
    private const int MaxWarmUps = 12;
    private static readonly TimeSpan WarmUpRound = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(Arguments arguments, AcceptRow[] rows)
    {
        var connections = arguments.Number("connections", rows.Length > 3 ? 64 : 1);
        var length = TimeSpan.FromSeconds(arguments.Number("seconds", 4));
        var warmUp = TimeSpan.FromSeconds(arguments.Number("warm", 16));
        var (rounds, runs) = (arguments.Number("rounds", 3), arguments.Number("runs", 1));
        rows = Select(rows, arguments.Text("only"));

        if (rows.Any(row => row.Server is ServerKind.CoWechat or ServerKind.Express))
            await NodePeers.InstallAsync();
        Processors.KeepOffTheFirst();
        await using var redis = await RedisServer.StartAsync("auto-aof-rewrite-percentage 0");
        using var redisProcess = Process.GetProcessById(redis.ProcessId);
        var surroundings = await Surroundings.DescribeAsync(redis);
        await using var weChat = rows.Any(row => row.Handling == HandlingKind.Answered) ? new SimulatedWeChat() : null;
        await (weChat?.WaitUntilReadyAsync() ?? Task.CompletedTask);
        var contestants = rows
            .Select(row => new Contestant(row, redis.ConnectionString, server: null, weChat, Settings(row, arguments))).ToArray();
        try
        {
            foreach (var contestant in contestants)
                await contestant.WaitUntilReadyAsync();
            foreach (var contestant in contestants)
                await WarmUpAsync(contestant, connections, warmUp, redisProcess);

            var results = new List<Dictionary<AcceptRow, List<RoundResult>>>();
            for (var run = 1; run <= runs; run++)
            {
                var ofRun = rows.ToDictionary(row => row, _ => new List<RoundResult>());
                results.Add(ofRun);
                for (var round = 1; round <= rounds; round++)
                {
                    foreach (var contestant in contestants)
                    {
                        await Console.Error.WriteLineAsync($"run {run} of {runs}, round {round} of {rounds}: {contestant.Row.Name}");
                        ofRun[contestant.Row].Add(await LoadAsync(contestant, connections, length, redisProcess));
                    }
                }
            }

            var table = new AcceptTable(results);
            table.Show($"{connections} connections, medians of {rounds} rounds{(runs > 1 ? $", lowest to highest of {runs} runs" : "")}");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bare: {table.BareMicroseconds.Show("0.0")} µs of CPU a request; {surroundings}"));
            var bars = table.Bars().ToList();
            Bar.Show(bars);
            return bars.TrueForAll(bar => bar.IsReached) ? 0 : 1;
        }
        finally
        {
            foreach (var contestant in contestants)
                await contestant.DisposeAsync();
        }
    }

    // The bare rows of what is asked for come along: without them there is no ratio.
    private static AcceptRow[] Select(AcceptRow[] rows, string? part)
    {
        if (part is null)
            return rows;
        var chosen = rows.Where(row => row.Name.Contains(part, StringComparison.OrdinalIgnoreCase)).ToArray();
        return [.. rows.Where(row => chosen.Contains(row)
            || (row.Server == ServerKind.Bare && (!row.IsVerification || chosen.Any(one => one.IsVerification))))];
    }

    // What ships is what is measured: without the option the server's own concurrency.
    private static (string Key, string Value)[] Settings(AcceptRow row, Arguments arguments) =>
        row.IsWhole && arguments.Text("concurrency") is { } concurrency ? [("WeChatPush__Dispatching__Concurrency", concurrency)] : [];

    // By processor time: on a busy machine the compiler gets no further than the server itself does.
    private static async Task WarmUpAsync(Contestant contestant, int connections, TimeSpan length, Process redis)
    {
        await Console.Error.WriteLineAsync($"warming up: {contestant.Row.Name}");
        var begun = contestant.Processor;
        for (var rounds = 0; rounds < MaxWarmUps && contestant.Processor - begun < length; rounds++)
            await LoadAsync(contestant, connections, WarmUpRound, redis);
    }

    private static async Task<RoundResult> LoadAsync(Contestant contestant, int connections, TimeSpan length, Process redis)
    {
        var pushes = PreparedPushes.Make(contestant, (int)(length.TotalSeconds * PerSecondAtMost));
        GC.Collect();
        return await LoadRound.RunAsync(contestant, pushes, connections, length, redis);
    }
}
