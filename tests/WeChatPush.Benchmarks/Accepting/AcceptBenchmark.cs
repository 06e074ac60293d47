using System.Diagnostics;
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
        var rounds = arguments.Number("rounds", 3);
        if (arguments.Text("only") is { } part)
            rows = [.. rows.Where(row => row.Server == ServerKind.Bare || row.Name.Contains(part, StringComparison.OrdinalIgnoreCase))];

        if (rows.Any(row => row.Server is ServerKind.CoWechat or ServerKind.Express))
            await NodePeers.InstallAsync();
        Processors.KeepOffTheFirst();
        await using var redis = await RedisServer.StartAsync("auto-aof-rewrite-percentage 0");
        using var redisProcess = Process.GetProcessById(redis.ProcessId);
        var contestants = rows.Select(row => new Contestant(row, redis.ConnectionString)).ToArray();
        try
        {
            foreach (var contestant in contestants)
                await contestant.WaitUntilReadyAsync();
            foreach (var contestant in contestants)
                await WarmUpAsync(contestant, connections, warmUp, redisProcess);

            var results = contestants.ToDictionary(contestant => contestant.Row, _ => new List<RoundResult>());
            for (var round = 1; round <= rounds; round++)
            {
                foreach (var contestant in contestants)
                {
                    await Console.Error.WriteLineAsync($"round {round} of {rounds}: {contestant.Row.Name}");
                    results[contestant.Row].Add(await LoadAsync(contestant, connections, length, redisProcess));
                }
            }

            var table = new AcceptTable(results);
            table.Show($"{connections} connections, medians of {rounds} rounds");
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
