using System.Diagnostics;
using WeChatPush.Benchmarks.Accepting;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.Benchmarks.Starting;

/// <summary>From the start of the process to its first answer, and its memory when nothing happens.</summary>
internal static class StartBenchmark
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(Arguments arguments)
    {
        Processors.KeepOffTheFirst();
        var row = new AcceptRow("start", ServerKind.Sqlite) { IsVerification = true };
        var (times, sizes) = (new List<double>(), new List<double>());
        for (var round = 0; round < arguments.Number("rounds", 5); round++)
        {
            var begun = Stopwatch.GetTimestamp();
            await using var server = new Contestant(row, redis: "", arguments.Text("server"));
            await AnswerAsync(server);
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            await Task.Delay(Idle);
            sizes.Add(server.Memory / 1e6);
        }

        Bar[] bars =
        [
            Bar.AtMost("first answer after start", Median(times), 1000, "ms"),
            Bar.AtMost("idle memory", Median(sizes), 100, "MB"),
        ];
        Bar.Show(bars);
        return bars.All(bar => bar.IsReached) ? 0 : 1;
    }

    private static async Task AnswerAsync(Contestant server)
    {
        using var http = new HttpClient();
        var address = new PushSigner(server.App).Verification("echo").AddressAt(server.App.PushUrl);
        while (true)
        {
            try
            {
                (await http.GetStringAsync(address)).ToString();
                return;
            }
            catch (HttpRequestException error) when (error.StatusCode is null)
            {
                await Task.Delay(5);
            }
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
