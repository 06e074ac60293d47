using System.Text.Json;
using WeChatPush.EndToEndTests.Harness;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Calls;
using WeChatPush.Simulator.Filling;
using WeChatPush.TestSupport;

namespace WeChatPush.EndToEndTests.Campaigns;

/// <summary>
/// Makes campaigns at a server or a fleet, watches them, and compares what is told of the recipients with what WeChat
/// received. Whom it asks may change: servers come and go.
/// </summary>
internal sealed class CampaignDesk(Func<AdminClient> admin, FakeWeChat weChat, Func<string> output)
{
    public const string Template = "VRR0UEO9VJOLs0MHlU0OilqX6MVFDwH3_3gz3Oc0NIc";

    private const string Campaigns = "apps/shop/campaigns";

    /// <summary>What a server of campaigns needs.</summary>
    public static IEnumerable<(string, string)> Settings =>
    [
        ("Dispatching:Lease", "00:00:02"),
        ("Apps:shop:Credits:CountFrom", "Client"),
    ];

    /// <summary>The messages, refused ones included, in the order in which they came.</summary>
    public IReadOnlyList<FakeCall> Sends => [.. weChat.Calls.Sends.OrderBy(call => call.At)];

    /// <summary>Gives users one credit each.</summary>
    public async Task FillAsync(Uri server, int users)
    {
        weChat.Calls.Capacity = Math.Max(100_000, 2 * users);
        weChat.EnforceCredits = false;
        using var filler = new CreditFiller(server, AdminClient.Key, "shop");
        (await filler.FillAsync(new() { App = "shop", Users = users, Templates = [Template] }, default)).ShouldBe(users);
    }

    /// <summary>Makes a campaign to everyone who can be reached.</summary>
    public async Task<string> CreateAsync(double rate, string? idempotencyKey = null)
    {
        var campaign = await admin().PostAsync(
            Campaigns,
            new
            {
                name = "十一月的问候",
                templateId = Template,
                page = "pages/index",
                data = new { thing1 = new { value = "你好 😀" } },
                rate,
                audience = new { kind = "everyone" },
            },
            idempotencyKey);
        return campaign.GetProperty("id").GetString()!;
    }

    /// <summary>Starts, pauses, resumes or cancels a campaign; the status of the answer.</summary>
    public Task<int> MoveAsync(string id, string move) => admin().TryPostAsync($"{Campaigns}/{id}/{move}");

    public Task<JsonElement> FindAsync(string id) => admin().GetAsync($"{Campaigns}/{id}");

    /// <summary>Waits for the end, on whichever server answers.</summary>
    public async Task FinishedAsync(string id, TimeSpan timeout)
    {
        JsonElement campaign = default;
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    campaign = await FindAsync(id);
                    return campaign.GetProperty("state").GetString() == "finished";
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            () => $"{campaign}\n{output()}",
            timeout);
    }

    /// <summary>Waits until WeChat has received so many messages.</summary>
    public Task SentAsync(int count, TimeSpan timeout) =>
        Eventually.TrueAsync(
            () => weChat.Calls.Total >= count, () => $"{weChat.Calls.Total} of {count} calls\n{output()}", timeout);

    /// <summary>Waits until nothing of a campaign is on its way any more, and nothing new leaves.</summary>
    public async Task RestsAsync(string id, int users)
    {
        const int longEnough = 20;
        var (sent, looks) = (0L, 0);
        await Eventually.TrueAsync(
            async () =>
            {
                var pending = (await FindAsync(id)).GetProperty("counts").GetProperty("pending").GetInt32();
                looks = weChat.Calls.Total == sent && pending == users - Sends.Count ? looks + 1 : 0;
                sent = weChat.Calls.Total;
                return looks == longEnough;
            },
            () => $"{sent} calls, and more\n{output()}");
    }

    /// <summary>Each recipient has one outcome, and it agrees with what WeChat received; none got two messages.</summary>
    public async Task<Dictionary<string, int>> AuditAsync(string id, int users)
    {
        var recipients = await RecipientsAsync(id);
        recipients.Count.ShouldBe(users);
        var plan = new FillPlan { App = "shop", Users = users, Templates = [Template] };
        for (var i = 0; i < users; i++)
            recipients.ShouldContainKey(plan[i].OpenId);

        var delivered = weChat.Calls.Sends.Where(call => call.Delivered)
            .GroupBy(call => call.OpenId!).ToDictionary(group => group.Key, group => group.Count());
        foreach (var (openId, outcome) in recipients)
        {
            var times = delivered.GetValueOrDefault(openId);
            if (outcome is "sent")
                times.ShouldBe(1, openId);
            else if (outcome is "uncertain")
                times.ShouldBeLessThanOrEqualTo(1, openId);
            else
                times.ShouldBe(0, openId);
        }

        delivered.Keys.ShouldBeSubsetOf(recipients.Keys);
        var outcomes = recipients.Values.CountBy(outcome => outcome).ToDictionary();
        var counts = (await FindAsync(id)).GetProperty("counts").EnumerateObject()
            .ToDictionary(count => count.Name, count => count.Value.GetInt32());
        counts["total"].ShouldBe(users);
        foreach (var (name, count) in counts.Where(count => count.Key is not "total"))
            count.ShouldBe(outcomes.GetValueOrDefault(name), name);
        return counts;
    }

    /// <summary>What the ledger has left of the template: usable, and uncertain.</summary>
    public async Task<(int Credits, int Uncertain)> LedgerAsync()
    {
        var totals = await admin().GetAsync("apps/shop/credits");
        var template = totals.GetProperty("templates").EnumerateArray()
            .SingleOrDefault(template => template.GetProperty("templateId").GetString() == Template);
        return template.ValueKind == JsonValueKind.Undefined
            ? (0, 0)
            : (template.GetProperty("credits").GetInt32(), template.GetProperty("uncertain").GetInt32());
    }

    private async Task<Dictionary<string, string>> RecipientsAsync(string id)
    {
        var lines = (await admin().GetTextAsync($"{Campaigns}/{id}/recipients.csv"))
            .Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        return lines.Skip(1).Select(line => line.Split(',')).ToDictionary(fields => fields[0], fields => fields[1]);
    }
}
