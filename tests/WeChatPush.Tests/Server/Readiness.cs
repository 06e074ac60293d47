using System.Diagnostics;
using System.Text.Json;

namespace WeChatPush.Tests.Server;

/// <summary>Waits for what a server says of itself.</summary>
internal static class Readiness
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Returns when <c>/health/ready</c> says a word.</summary>
    public static async Task ReadyAsync(this HttpClient client, string word)
    {
        var health = "";
        for (var begun = Stopwatch.StartNew(); begun.Elapsed < Patience; await Task.Delay(50))
        {
            using var answer = await client.GetAsync("/health/ready");
            health = await answer.Content.ReadAsStringAsync();
            if (JsonSerializer.Deserialize<JsonElement>(health).GetProperty("status").GetString() == word)
                return;
        }

        throw new TimeoutException($"The server is not {word}, but {health}");
    }
}
