using WeChatPush.Benchmarks.Campaigning;
using WeChatPush.TestSupport;

namespace WeChatPush.Benchmarks.Sharing;

/// <summary>Two apps on one server, the backend of one of which is slow: how long the other's pushes wait.</summary>
internal static class SharingBenchmark
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var pushes = arguments.Number("pushes", 1000);
        var delay = TimeSpan.FromSeconds(arguments.Number("delay", 5));
        var measured = arguments.Number("measured", 200);
        var isOnRedis = arguments.Text("store") == "redis";
        using var directory = new TemporaryDirectory();
        await using var redis = isOnRedis ? await RedisServer.StartAsync() : null;
        await using var backend = await SlowBackend.StartAsync(delay);
        var url = new Uri($"http://127.0.0.1:{ChildProcess.FreePort()}");
        var settings = NeighbourLoad.Settings(backend)
            .Select(pair => ($"WeChatPush__{pair.Key.Replace(":", "__", StringComparison.Ordinal)}", pair.Value));
        await using var server = new ChildProcess("WeChatPush.Server.dll", [],
        [
            ("ASPNETCORE_URLS", url.ToString()),
            ("DOTNET_ENVIRONMENT", "Production"),
            ("WeChatPush__DataDirectory", directory.Path),
            ("Logging__LogLevel__Default", "Warning"),
            ("ConnectionStrings__Redis", redis?.ConnectionString ?? ""),
            .. settings,
        ]);
        using var http = new HttpClient { BaseAddress = url };
        await server.WaitUntilReadyAsync(http, "health/ready");

        var load = new NeighbourLoad(url, backend);
        await load.FillAsync(pushes);
        await Console.Error.WriteLineAsync(
            $"{pushes:N0} pushes to a backend that takes {delay.TotalSeconds:0} s, on {(isOnRedis ? "Redis" : "SQLite")}");
        var times = await load.MeasureAsync(measured, TimeSpan.FromMilliseconds(50));

        Bar[] bars =
        [
            Bar.AtMost("the neighbour's p99 from answer to handled", NeighbourLoad.Percentile99(times).TotalSeconds, 1, "s"),
            Bar.AtMost("the neighbour's longest", times.Max().TotalSeconds, 1, "s"),
            Bar.AtLeast("pushes of the neighbour", times.Count, measured, ""),
            Bar.AtLeast("pushes that the slow backend has had", backend.SlowCalls, 1, ""),
        ];
        Bar.Show(bars);
        return bars.All(bar => bar.IsReached) ? 0 : 1;
    }
}
