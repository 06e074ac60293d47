using System.Text.Json;

namespace WeChatPush.TestSupport.Server;

/// <summary>Waits for what a server says of itself.</summary>
internal static class Readiness
{
    /// <summary>Returns when <c>/health/ready</c> says a word.</summary>
    public static async Task ReadyAsync(this HttpClient client, string word)
    {
        var health = "";
        await Eventually.TrueAsync(
            async () =>
            {
                using var answer = await client.GetAsync("/health/ready");
                health = await answer.Content.ReadAsStringAsync();
                return JsonSerializer.Deserialize<JsonElement>(health).GetProperty("status").GetString() == word;
            },
            () => $"The server is not {word}, but {health}");
    }
}
