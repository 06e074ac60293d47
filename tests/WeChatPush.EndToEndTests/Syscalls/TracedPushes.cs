using System.Globalization;
using WeChatPush.Simulator.Pushing;

namespace WeChatPush.EndToEndTests.Syscalls;

/// <summary>Pushes, many at a time, each of a user of its own: the openid is its marker in a trace.</summary>
internal static class TracedPushes
{
    private const int Count = 200;
    private const int Writers = 20;

    // A traced server is slow.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>Pushes them, and returns their openids; each has to be acknowledged.</summary>
    public static async Task<IReadOnlyList<string>> PushAsync(SimulatedApp app, Func<string> output)
    {
        using var client = new PushClient { MaxTries = 1, TryTimeout = Timeout };
        var numbers = new Queue<int>(Enumerable.Range(0, Count));
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => WriteAsync()));
        return [.. Enumerable.Range(0, Count).Select(OpenId)];

        async Task WriteAsync()
        {
            while (Next() is { } openId)
            {
                var answer = (await client.PushAsync(app, new PushBuilder(app, openId).Text(openId))).Last;
                answer.Kind.ShouldBe(AnswerKind.Success, $"{answer.Status} {answer.Problem}\n{output()}");
            }
        }

        string? Next()
        {
            lock (numbers)
                return numbers.TryDequeue(out var number) ? OpenId(number) : null;
        }
    }

    private static string OpenId(int number) => string.Create(CultureInfo.InvariantCulture, $"oTracedUserOfTheShop{number:d8}");
}
