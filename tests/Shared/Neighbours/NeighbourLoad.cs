using System.Diagnostics;
using WeChatPush.Protocol;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.TestSupport;

/// <summary>
/// Two apps of one server: many pushes for the app with the slow backend, then pushes for its neighbour, one at a time. How
/// long each of these takes from the server's answer to its backend.
/// </summary>
internal sealed class NeighbourLoad(Uri server, SlowBackend backend)
{
    public const string SlowApp = "slow";
    public const string QuickApp = "quick";

    private const string Token = "tokenOfTheNeighbours";
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(60);

    /// <summary>The settings of both apps, as keys below <c>WeChatPush:</c>.</summary>
    public static IEnumerable<(string Key, string Value)> Settings(SlowBackend backend) =>
    [
        .. App(SlowApp, backend.SlowUrl),
        .. App(QuickApp, backend.QuickUrl),
    ];

    /// <summary>Pushes so many to the slow app, all at once.</summary>
    public async Task FillAsync(int pushes)
    {
        using var client = new PushClient();
        var app = Console(SlowApp);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, pushes),
            new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (user, _) => await PushAsync(client, app, $"oSlow{user}"));
    }

    /// <summary>Pushes to the neighbour, and measures from each answer to the call of its backend.</summary>
    public async Task<IReadOnlyList<TimeSpan>> MeasureAsync(int pushes, TimeSpan pause)
    {
        using var client = new PushClient();
        var (app, times) = (Console(QuickApp), new List<TimeSpan>());
        for (var i = 0; i < pushes; i++)
        {
            var before = backend.QuickCalls.Count;
            await PushAsync(client, app, $"oQuick{i}");
            var answered = Stopwatch.GetTimestamp();
            while (backend.QuickCalls.Count == before)
            {
                if (Stopwatch.GetElapsedTime(answered) > WaitTimeout)
                    return [.. times, WaitTimeout];
                await Task.Delay(1);
            }

            // It may have been handled before the answer had come over the wire.
            var handled = backend.QuickCalls.Last();
            times.Add(handled > answered ? Stopwatch.GetElapsedTime(answered, handled) : TimeSpan.Zero);
            await Task.Delay(pause);
        }

        return times;
    }

    /// <summary>The time that 99 of 100 do not exceed.</summary>
    public static TimeSpan Percentile99(IReadOnlyList<TimeSpan> times) =>
        times.Order().ElementAt(Math.Max(0, (int)Math.Ceiling(times.Count * 0.99) - 1));

    private static IEnumerable<(string Key, string Value)> App(string name, string url) =>
    [
        ($"Apps:{name}:AppId", $"wx{name}0123456789"),
        ($"Apps:{name}:AppSecret", "secretOfTheNeighbours0123456789"),
        ($"Apps:{name}:Token", Token),
        ($"Apps:{name}:Rules:0:MsgType", "text"),
        ($"Apps:{name}:Rules:0:Forward:Url", url),
        ($"Apps:{name}:Rules:0:Forward:Secret", "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="),
    ];

    private static async Task PushAsync(PushClient client, SimulatedApp app, string user)
    {
        var answer = (await client.PushAsync(app, new PushBuilder(app, user).Text("hi"))).Last;
        if (answer.Kind != AnswerKind.Success)
            throw new InvalidOperationException($"{app.Name} answered {answer.Status}: {answer.Problem}");
    }

    private SimulatedApp Console(string name) => new()
    {
        Name = name,
        AppId = $"wx{name}0123456789",
        Token = Token,
        EncodingAesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
        Mode = WireMode.Plaintext,
        PushUrl = new Uri(server, $"/wechat/{name}"),
    };
}
