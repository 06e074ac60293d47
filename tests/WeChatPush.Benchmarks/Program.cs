using WeChatPush.Benchmarks;
using WeChatPush.Benchmarks.Accepting;
using WeChatPush.Benchmarks.Bounding;
using WeChatPush.Benchmarks.Campaigning;
using WeChatPush.Benchmarks.Draining;
using WeChatPush.Benchmarks.Growing;
using WeChatPush.Benchmarks.Sharing;
using WeChatPush.Benchmarks.Starting;
using WeChatPush.Benchmarks.Telemetry;
using WeChatPush.Benchmarks.Wire;

// Before the first socket: the load must cost as little as it can, for Redis shares its processor. Not so the bare endpoint,
// which is measured as the framework comes.
if (args is not ["bare", ..])
{
    Environment.SetEnvironmentVariable(Processors.OfTheLoad + "INLINE_COMPLETIONS", "1");
    Environment.SetEnvironmentVariable(Processors.OfTheLoad + "THREAD_COUNT", "1");
}

return args switch
{
    ["accept", .. var rest] => await AcceptBenchmark.RunAsync(new Arguments(rest), AcceptRows.Crowd),
    ["others", .. var rest] => await AcceptBenchmark.RunAsync(new Arguments(rest), AcceptRows.Others),
    ["one", .. var rest] => await AcceptBenchmark.RunAsync(new Arguments(rest), AcceptRows.One),
    ["backlog", .. var rest] => await BacklogBenchmark.RunAsync(new Arguments(rest)),
    ["start", .. var rest] => await StartBenchmark.RunAsync(new Arguments(rest)),
    ["growth", .. var rest] => await GrowthBenchmark.RunAsync(new Arguments(rest)),
    ["campaign", .. var rest] => await CampaignBenchmark.RunAsync(new Arguments(rest)),
    ["strangers", .. var rest] => await StrangersBenchmark.RunAsync(new Arguments(rest)),
    ["sharing", .. var rest] => await SharingBenchmark.RunAsync(new Arguments(rest)),
    ["wire"] => WireBenchmark.Run(),
    ["telemetry"] => TelemetryBenchmark.Run(),
    ["bare", var port] => await BareEndpoint.RunAsync(port),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        dotnet run -c Release --project tests/WeChatPush.Benchmarks -- <command>

          accept   beside an endpoint that reads the body and answers "success": the whole work on SQLite and on Redis, until
                   every push is handled, and the durable accept alone: pushes per second, p50, p99, CPU
                   [--warm 16] [--seconds 4] [--rounds 3] [--runs 1] [--connections 64] [--only <part of a name>]
                   [--concurrency <Dispatching:Concurrency of the whole work; the server's own where it is left out>]
          others   the same beside what people use today, which records nothing: co-wechat, an empty Express (from npm)
          one      the same at a single connection: how long one push takes
          backlog  pushes that lie there unhandled, and a server that is started over them: pushes handled per second in each
                   tenth, CPU, how long the first list of messages takes after it
                   [--pushes 200000] [--apps 1] [--store sqlite|redis] [--concurrency <Dispatching:Concurrency>]
          start    from the start of the process to its first answer; memory when idle
                   [--rounds 5] [--server <path of a published WeChatPush.Server.dll>]
          growth   an accept with millions of pushes stored, beside an empty store; memory of a remembered identity
                   [--stored 5000000] [--bytes 100] [--rounds 3]
          campaign a campaign by servers and a simulated WeChat in processes of their own: its rate as WeChat sees it, the
                   fullest second, memory over idle; on Redis by two instances
                   [--users 100000] [--rate 2000] [--store sqlite|redis]
          strangers   honest pushes beside a thousand slow connections of strangers: p50, p99, memory over that without them
                   [--strangers 1000] [--seconds 60] [--connections 16] [--server <path of a published WeChatPush.Server.dll>]
          sharing  two apps, one with a slow backend and a backlog: how long the other's pushes wait for their handler
                   [--pushes 1000] [--delay 5] [--measured 200] [--store sqlite|redis]
          wire     each step of the wire for itself: time and allocations (BenchmarkDotNet)
          telemetry   what the metrics cost a push on its way in, collected and not

        But for campaigns, servers run on the first processor, the load and Redis on the others; rounds are interleaved and
        medians are shown.
        Below the table each bar has a line: figure, bar, whether it is reached.
        """);
    return 2;
}
