using System.Globalization;
using Spectre.Console;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;

namespace WeChatPush.Benchmarks.Accepting;

/// <summary>The whole server under load beside a bare endpoint, rounds interleaved, medians shown.</summary>
internal static class AcceptBenchmark
{
    private const int PerSecondAtMost = 40_000;

    public static async Task<int> RunAsync(string[] args)
    {
        var seconds = Option(args, "--seconds", 5);
        var rounds = Option(args, "--rounds", 3);
        var connections = Option(args, "--connections", 64);

        await using var redis = await RedisServer.StartAsync();
        Contestant[] contestants =
        [
            Contestant.Bare("bare endpoint", WireMode.Plaintext),
            Contestant.Server("SQLite, plaintext", WireMode.Plaintext, redis: null),
            Contestant.Server("SQLite, secure", WireMode.Secure, redis: null),
            Contestant.Server("Redis, plaintext", WireMode.Plaintext, redis.ConnectionString),
            Contestant.Server("Redis, secure", WireMode.Secure, redis.ConnectionString),
        ];
        try
        {
            foreach (var contestant in contestants)
                await contestant.WaitUntilReadyAsync();

            var results = contestants.ToDictionary(contestant => contestant, _ => new List<RoundResult>());
            foreach (var contestant in contestants)
                await LoadAsync(contestant, connections, TimeSpan.FromSeconds(3)); // warm
            for (var round = 1; round <= rounds; round++)
            {
                foreach (var contestant in contestants)
                {
                    await Console.Error.WriteLineAsync($"round {round} of {rounds}: {contestant.Name}");
                    results[contestant].Add(await LoadAsync(contestant, connections, TimeSpan.FromSeconds(seconds)));
                }
            }

            Show(contestants, results, connections);
            return results.Values.SelectMany(list => list).Any(result => result.Refused > 0) ? 1 : 0;
        }
        finally
        {
            foreach (var contestant in contestants)
                await contestant.DisposeAsync();
        }
    }

    private static Task<RoundResult> LoadAsync(Contestant contestant, int connections, TimeSpan length)
    {
        var pushes = PreparedPushes.Make(contestant, PushFormat.Xml, (int)(length.TotalSeconds * PerSecondAtMost));
        GC.Collect();
        return LoadRound.RunAsync(contestant, pushes, connections, length);
    }

    private static void Show(
        Contestant[] contestants, Dictionary<Contestant, List<RoundResult>> results, int connections)
    {
        var bare = results[contestants[0]];
        var table = new Table().Title($"durable accept, {connections} connections, medians of {bare.Count} rounds");
        foreach (var column in new[] { "", "pushes/s", "× bare", "p50 ms", "p99 ms", "× bare", "CPU s per 100,000", "× bare", "refused" })
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var contestant in contestants)
        {
            var mine = results[contestant];
            table.AddRow(
                contestant.Name,
                Number(Median(mine, r => r.PerSecond), "N0"),
                Number(Median(mine, r => r.PerSecond) / Median(bare, r => r.PerSecond), "0.00"),
                Number(Median(mine, r => r.P50), "0.00"),
                Number(Median(mine, r => r.P99), "0.00"),
                Number(Median(mine, r => r.P99) / Median(bare, r => r.P99), "0.0"),
                Number(Median(mine, r => r.MicrosecondsEach) / 10, "0.00"),
                Number(Median(mine, r => r.MicrosecondsEach) / Median(bare, r => r.MicrosecondsEach), "0.00"),
                Number(mine.Sum(r => r.Refused), "N0"));
        }

        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 120);
        AnsiConsole.Write(table);
    }

    private static double Median(List<RoundResult> results, Func<RoundResult, double> figure)
    {
        var sorted = results.Select(figure).Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static int Option(string[] args, string name, int otherwise)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : otherwise;
    }
}
