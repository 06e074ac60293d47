using WeChatPush.Simulator.Filling;
using WeChatPush.TestSupport;

namespace WeChatPush.Benchmarks.Campaigning;

/// <summary>
/// A campaign as it would run: servers and WeChat are processes of their own, on whatever processor is free. How fast it
/// was is told by WeChat.
/// </summary>
internal static class CampaignBenchmark
{
    private const string Template = "VRR0UEO9VJOLs0MHlU0OilqX6MVFDwH3_3gz3Oc0NIc";
    private const string WarmUp = "WarmUpEO9VJOLs0MHlU0OilqX6MVFDwH3_3gz3Oc0NIc";
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var users = arguments.Number("users", 100_000);
        var rate = arguments.Number("rate", 2000);
        var isOnRedis = arguments.Text("store") == "redis";
        using var directory = new TemporaryDirectory();
        await using var redis = isOnRedis ? await RedisServer.StartAsync("auto-aof-rewrite-percentage 0") : null;
        await using var weChat = new SimulatedWeChat();
        await weChat.WaitUntilReadyAsync();
        var servers = Enumerable.Range(0, isOnRedis ? 2 : 1)
            .Select(i => new CampaignServer(directory.File($"{i}"), weChat.Url, redis?.ConnectionString)).ToArray();
        try
        {
            foreach (var server in servers)
                await server.WaitUntilReadyAsync();
            await FillAsync(servers[0], new() { App = CampaignServer.App, Users = 2 * rate, Templates = [WarmUp], Seed = 2 });
            await FillAsync(servers[0], new() { App = CampaignServer.App, Users = users, Templates = [Template] });
            // What filling needed is none of the campaign's memory.
            foreach (var server in servers)
                await server.StartAnewAsync();
            await Task.Delay(Quiet);
            var fresh = servers.Select(server => server.Memory).ToArray();
            await SendAsync(servers, WarmUp, rate);
            await Task.Delay(Quiet);
            await weChat.BeginAsync();
            var weChatWorked = weChat.Processor;
            var figures = await SendAsync(servers, Template, rate);
            weChatWorked = weChat.Processor - weChatWorked;

            var rhythm = await weChat.RhythmAsync();
            await Console.Error.WriteLineAsync($"""
                {users:N0} users at {rate}/s on {(isOnRedis ? "Redis, two instances" : "SQLite")}
                fullest second: until {rhythm.FullestUntil:0.0} s; longest silence: {rhythm.MaxGap * 1000:0} ms, until {rhythm.SilentUntil:0.0} s
                processor per recipient: {figures.Processor.TotalMicroseconds / users:0} µs of the servers, {weChatWorked.TotalMicroseconds / users:0} µs of WeChat
                memory after the start: {Megabytes(fresh)}; idle after a small campaign: {Megabytes(figures.Idle)}; at most: {Megabytes(figures.Peak)}
                """);
            Bar[] bars =
            [
                Bar.AtLeast("messages per second", (rhythm.Sends - 1) / rhythm.Seconds / rate, 0.95, "× the rate"),
                Bar.AtMost("fullest second", rhythm.FullestSecond / (double)rate, 1.3, "× the rate"),
                .. figures.Idle.Zip(figures.Peak, (idle, peak) => Bar.AtMost("memory over idle", (peak - idle) / 1e6, 50, "MB")),
                Bar.AtMost("users who were not sent to", users - figures.Sent, 0, ""),
                Bar.AtMost("messages that WeChat got beyond one each", rhythm.Sends - users, 0, ""),
            ];
            Bar.Show(bars);
            return bars.All(bar => bar.IsReached) ? 0 : 1;
        }
        finally
        {
            foreach (var server in servers)
                await server.DisposeAsync();
        }
    }

    private static string Megabytes(IEnumerable<long> sizes) => string.Join(" and ", sizes.Select(size => $"{size / 1e6:0.0} MB"));

    private static async Task FillAsync(CampaignServer server, FillPlan plan)
    {
        using var filler = new CreditFiller(server.Url, CampaignServer.AdminKey, CampaignServer.App);
        var filling = filler.FillAsync(plan, CancellationToken.None);
        while (await Task.WhenAny(filling, Task.Delay(BetweenLines)) != filling)
            await Console.Error.WriteLineAsync($"filled with {filler.Reported:N0} of {plan.Reports:N0} users");
        await filling;
    }

    private static async Task<CampaignMeasure> SendAsync(CampaignServer[] servers, string template, int rate)
    {
        var measure = new CampaignMeasure(servers);
        var id = await servers[0].BeginAsync(template, rate);
        for (var look = 1L; ; look++)
        {
            await Task.Delay(BetweenLooks);
            measure.Look();
            // Asked seldom: the answer, too, costs memory.
            if (look % 10 != 0)
                continue;
            var campaign = await servers[0].FindAsync(id);
            if (campaign.IsFinished)
                return measure with { Sent = campaign.Sent, Processor = measure.ProcessorNow - measure.Processor };
            if (look * BetweenLooks.Ticks % BetweenLines.Ticks == 0)
                await Console.Error.WriteLineAsync($"sent to {campaign.Sent:N0} users");
        }
    }
}
