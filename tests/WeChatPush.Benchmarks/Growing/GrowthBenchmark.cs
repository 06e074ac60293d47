using System.Diagnostics;
using WeChatPush.Benchmarks.Accepting;
using WeChatPush.TestSupport;

namespace WeChatPush.Benchmarks.Growing;

/// <summary>What an accept costs with millions of stored pushes, beside an empty store.</summary>
internal static class GrowthBenchmark
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(4);

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var stored = arguments.Number("stored", 5_000_000);
        var bytes = arguments.Number("bytes", 100);
        var rounds = arguments.Number("rounds", 3);
        Processors.KeepOffTheFirst();
        await using var emptyRedis = await RedisServer.StartAsync("auto-aof-rewrite-percentage 0");
        await using var fullRedis = await RedisServer.StartAsync("auto-aof-rewrite-percentage 0", "appendfsync no");
        using var file = new TemporaryDirectory();
        await Console.Error.WriteLineAsync($"filling the stores with {stored:N0} pushes");
        var begun = Stopwatch.GetTimestamp();
        await FullStores.FillAsync(file.File("wechatpush.db"), stored, bytes);
        await FullStores.FillAsync(fullRedis, stored, bytes);
        await fullRedis.SayAsync(0, "CONFIG SET appendfsync always");
        await Console.Error.WriteLineAsync($"filled after {Stopwatch.GetElapsedTime(begun).TotalSeconds:0} s");

        var sqlite = new AcceptRow("SQLite", ServerKind.Sqlite);
        var redis = new AcceptRow("Redis", ServerKind.Redis);
        Contestant[] contestants =
        [
            new(sqlite, ""), new(sqlite, "", server: null, weChat: null, ("WeChatPush__DataDirectory", file.Path)),
            new(redis, emptyRedis.ConnectionString), new(redis, fullRedis.ConnectionString),
        ];
        try
        {
            var costs = contestants.Select(_ => new List<double>()).ToArray();
            var processes = new[] { emptyRedis, emptyRedis, emptyRedis, fullRedis }.Select(one => Process.GetProcessById(one.ProcessId)).ToArray();
            foreach (var contestant in contestants)
                await contestant.WaitUntilReadyAsync();
            for (var round = -2; round < rounds; round++)
            {
                for (var i = 0; i < contestants.Length; i++)
                {
                    var pushes = PreparedPushes.Make(contestants[i], (int)Length.TotalSeconds * 40_000);
                    var result = await LoadRound.RunAsync(contestants[i], pushes, 64, Length, processes[i]);
                    // The first two warm up.
                    if (round >= 0)
                        costs[i].Add(result.MicrosecondsEach + result.RedisMicrosecondsEach);
                }
            }

            Bar[] bars =
            [
                Bar.AtMost($"SQLite: CPU of an accept with {stored:N0} pushes stored", Median(costs[1]) / Median(costs[0]), 1.2, "× empty"),
                Bar.AtMost($"Redis and server: CPU of an accept with {stored:N0} pushes stored", Median(costs[3]) / Median(costs[2]), 1.2, "× empty"),
                Bar.AtMost("SQLite: memory of a remembered identity", (contestants[1].Memory - contestants[0].Memory) / (double)stored, 150, "B"),
            ];
            Bar.Show(bars);
            return bars.All(bar => bar.IsReached) ? 0 : 1;
        }
        finally
        {
            foreach (var contestant in contestants)
                await contestant.DisposeAsync();
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
