using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using WeChatPush.Benchmarks.Accepting;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;

namespace WeChatPush.Benchmarks.Draining;

/// <summary>
/// A backlog as there is after a long stop of all handling: a server that only receives fills the store, is killed, and one
/// that handles is started over it. No rule touches a push.
/// </summary>
internal static class BacklogBenchmark
{
    private const int Users = 3000;
    private const int Connections = 64;
    private const int PerPortion = 50_000;
    private const int Parts = 10;
    private static readonly TimeSpan Endless = TimeSpan.FromHours(1);

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var pushes = arguments.Number("pushes", 200_000);
        var kind = arguments.Text("store") == "redis" ? ServerKind.Redis : ServerKind.Sqlite;
        var names = Enumerable.Range(0, arguments.Number("apps", 1)).Select(i => string.Create(CultureInfo.InvariantCulture, $"app{i}")).ToArray();
        Processors.KeepOffTheFirst();
        using var directory = new TemporaryDirectory();
        await using var redis = await RedisServer.StartAsync("auto-aof-rewrite-percentage 0");
        using var redisProcess = Process.GetProcessById(redis.ProcessId);
        var surroundings = await Surroundings.DescribeAsync(redis);
        (string, string)[] settings = [("WeChatPush__DataDirectory", directory.Path), .. names.Skip(1).SelectMany(Settings)];

        var row = new AcceptRow($"backlog on {kind}", kind, WireMode.Plaintext) { App = names[0] };
        await using (var receiver = new Contestant(row, redis.ConnectionString, server: null, weChat: null, settings))
            await FillAsync(receiver, names, pushes, redisProcess);

        if (arguments.Text("concurrency") is { } concurrency)
            settings = [.. settings, ("WeChatPush__Dispatching__Concurrency", concurrency)];
        var begun = Stopwatch.GetTimestamp();
        await using var handler = new Contestant(
            row with { Handling = HandlingKind.NoRule }, redis.ConnectionString, server: null, weChat: null, settings);
        var drain = await Drain.MeasureAsync(handler, redisProcess, pushes, Parts);
        var all = Stopwatch.GetElapsedTime(begun);
        var list = await ListAsync(handler);

        drain.Show($"{pushes:N0} pushes of {Users:N0} users, apps: {names.Length:N0}, on {kind}", kind == ServerKind.Redis);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            from the start of the process: the first handled after {all.TotalSeconds - drain.Elapsed.TotalSeconds:0.0} s, all after {all.TotalSeconds:0.0} s
            the first list of 20 messages after it: {list.TotalMilliseconds:0} ms
            {surroundings}
            """));
        Bar[] bars =
        [
            Bar.AtLeast("the slowest tenth but the first", drain.Slowest / drain.Typical, 0.75, "× the median tenth"),
            Bar.AtMost("attempts that ended otherwise than done", handler.NotDone, 0, ""),
        ];
        Bar.Show(bars);
        return bars.All(bar => bar.IsReached) ? 0 : 1;
    }

    private static IEnumerable<(string, string)> Settings(string app) =>
    [
        ($"WeChatPush__Apps__{app}__AppId", Contestant.AppId), ($"WeChatPush__Apps__{app}__Token", Contestant.Token),
    ];

    private static async Task FillAsync(Contestant receiver, string[] names, int pushes, Process redis)
    {
        await receiver.WaitUntilReadyAsync();
        var apps = names.Select(name => receiver.App with { PushUrl = new Uri($"http://127.0.0.1:{receiver.Port}/wechat/{name}") }).ToArray();
        var users = Enumerable.Range(0, Math.Max(Users, names.Length))
            .Select(i => (apps[i % apps.Length], string.Create(CultureInfo.InvariantCulture, $"oBench{i:000000}abcdefghijklmnop"))).ToArray();
        for (var stored = 0; stored < pushes;)
        {
            var portion = PreparedPushes.Make(users, Math.Min(PerPortion, pushes - stored));
            stored += (await LoadRound.RunAsync(receiver, portion, Connections, Endless, redis)).Accepted;
            await Console.Error.WriteLineAsync($"{stored:N0} of {pushes:N0} pushes stored");
        }
    }

    private static async Task<TimeSpan> ListAsync(Contestant server)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Contestant.AdminKey);
        var begun = Stopwatch.GetTimestamp();
        await http.GetStringAsync(new Uri($"http://127.0.0.1:{server.Port}/api/v1/apps/{server.Row.App}/messages?limit=20"));
        return Stopwatch.GetElapsedTime(begun);
    }
}
