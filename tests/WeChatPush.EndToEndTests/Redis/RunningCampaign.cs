using System.Text.Json;
using WeChatPush.TestSupport;

namespace WeChatPush.EndToEndTests.Redis;

/// <summary>A campaign as an operator follows it, at whichever server answers.</summary>
internal sealed class RunningCampaign(Fleet fleet, string id, TimeSpan timeout)
{
    private string Path => $"apps/shop/campaigns/{id}";

    /// <summary>Waits until it is finished.</summary>
    public Task FinishedAsync() => Eventually.TrueAsync(
        async () => (await AskAsync(Path)).GetProperty("state").GetString() == "finished",
        () => $"the campaign is not finished\n{fleet.Output}",
        timeout);

    public async Task<Dictionary<string, long>> CountsAsync() =>
        (await AskAsync(Path)).GetProperty("counts").EnumerateObject()
            .ToDictionary(count => count.Name, count => count.Value.GetInt64());

    /// <summary>The openids with an outcome.</summary>
    public async Task<HashSet<string>> RecipientsAsync(string outcome)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        string? cursor = null;
        do
        {
            var page = await AskAsync(
                $"{Path}/recipients?limit=200&outcome={outcome}{(cursor is null ? "" : $"&cursor={cursor}")}");
            foreach (var recipient in page.GetProperty("items").EnumerateArray())
                found.Add(recipient.GetProperty("openId").GetString()!).ShouldBeTrue("a recipient is listed twice");
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);
        return found;
    }

    // Either may be dead, or without Redis, at the moment.
    private async Task<JsonElement> AskAsync(string path)
    {
        JsonElement? answer = null;
        await Eventually.TrueAsync(
            async () =>
            {
                foreach (var instance in new[] { fleet.One, fleet.Other })
                {
                    try
                    {
                        answer ??= await instance.Admin.GetAsync(path);
                    }
                    catch (Exception error) when (error is HttpRequestException or TaskCanceledException or JsonException)
                    {
                        // The other one.
                    }
                }

                return answer is not null;
            },
            () => $"no server answers\n{fleet.Output}",
            TimeSpan.FromSeconds(60));
        return answer!.Value;
    }
}
