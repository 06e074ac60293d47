using System.Text.Json;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Calls;
using WeChatPush.TestSupport;

namespace WeChatPush.EndToEndTests.Formats;

/// <summary>The campaigns of the stored data: one to its end, one in the middle, one not begun.</summary>
internal static class FormatCampaigns
{
    private const string Path = "apps/shop/campaigns";
    private const string Finished = "finished";
    private const string Paused = "paused";
    private const string Draft = "draft";
    private const int Listed = 6;

    // At ten a second, so that a busy machine still comes in time to pause it.
    private const int Everyone = 50;

    /// <summary>Makes them, and brings each to where it is to be found.</summary>
    public static async Task WriteAsync(FormatSite site, FormatServer server)
    {
        // The last one of the finished campaign has no credit.
        await GiveAsync(server, Finished, Listed - 1);
        await GiveAsync(server, Draft, Listed);
        await GiveAsync(server, Paused, Everyone);

        var finished = await CreateAsync(server, Finished, rate: 100, ListOf(Finished));
        await MoveAsync(server, finished, "start");
        await FinishedAsync(server, finished);
        await CreateAsync(server, Draft, rate: 100, ListOf(Draft));
        var paused = await CreateAsync(server, Paused, rate: 10, new { kind = "everyone" });
        await MoveAsync(server, paused, "start");
        await site.WeChat.WaitForCallsAsync(call => IsOf(call, Paused), 2, TimeSpan.FromSeconds(30));
        await MoveAsync(server, paused, "pause");
    }

    /// <summary>The first tells what it told before, and the others go on to their ends.</summary>
    public static async Task ReadAsync(FormatSite site, FormatServer server)
    {
        var campaigns = (await server.Admin.GetAsync(Path)).GetProperty("items").EnumerateArray()
            .ToDictionary(campaign => campaign.GetProperty("name").GetString()!);
        campaigns.Keys.Order().ShouldBe([Draft, Finished, Paused]);
        campaigns.ShouldAllBe(campaign => FormatServer.StateOf(campaign.Value) == campaign.Key);
        (Count(campaigns[Finished], "sent"), Count(campaigns[Finished], "noCredit")).ShouldBe((Listed - 1, 1));
        var outcomes = await RecipientsAsync(server, IdOf(campaigns[Finished]));
        outcomes.Order().ShouldBe(
            Enumerable.Range(0, Listed).Select(i => $"{User(Finished, i)} {(i < Listed - 1 ? "sent" : "noCredit")}"));
        (Count(campaigns[Draft], "pending"), Count(campaigns[Draft], "total")).ShouldBe((Listed, Listed));
        var sent = Count(campaigns[Paused], "sent");
        sent.ShouldBeInRange(2, Everyone - 1);

        await MoveAsync(server, IdOf(campaigns[Draft]), "start");
        await MoveAsync(server, IdOf(campaigns[Paused]), "resume");
        Count(await FinishedAsync(server, IdOf(campaigns[Draft])), "sent").ShouldBe(Listed);
        Count(await FinishedAsync(server, IdOf(campaigns[Paused])), "sent").ShouldBe(Everyone);
        Delivered(site, Finished).ShouldBeEmpty();
        Delivered(site, Draft).Select(call => $"{call.OpenId} {ThingOf(call)}").Order()
            .ShouldBe(Enumerable.Range(0, Listed).Select(i => $"{User(Draft, i)} Dear {i}"));
        Delivered(site, Paused).Select(call => call.OpenId).Distinct().Count().ShouldBe(Everyone - sent);
        Delivered(site, Paused).Count.ShouldBe(Everyone - sent);
    }

    private static List<FakeCall> Delivered(FormatSite site, string name) =>
        [.. site.WeChat.Calls.Sends.Where(call => call.Delivered && IsOf(call, name))];

    private static bool IsOf(FakeCall call, string name) =>
        call.Api == FakeApis.SubscribeSend && call.OpenId!.StartsWith($"o-{name}-", StringComparison.Ordinal);

    private static string? ThingOf(FakeCall call) =>
        call.Json.GetProperty("data").GetProperty("thing1").GetProperty("value").GetString();

    private static Task GiveAsync(FormatServer server, string name, int users) => Task.WhenAll(
        Enumerable.Range(0, users)
            .Select(i => FormatCredits.GiveAsync(server.Admin, User(name, i), $"template-{name}", "a")));

    private static object ListOf(string name) => new
    {
        kind = "list",
        recipients = Enumerable.Range(0, Listed).Select(i => new { openId = User(name, i), values = new { number = $"{i}" } }),
    };

    private static string User(string name, int number) => $"o-{name}-{number:d2}";

    private static async Task<string> CreateAsync(FormatServer server, string name, double rate, object audience) =>
        IdOf(await server.Admin.PostAsync(
            Path,
            new
            {
                name,
                templateId = $"template-{name}",
                page = "pages/index",
                data = new { thing1 = new { value = name == Paused ? "Dear all" : "Dear {number}" } },
                rate,
                audience,
                limits = new { perUserPerDay = 5 },
            },
            name));

    private static async Task MoveAsync(FormatServer server, string id, string move) =>
        (await server.Admin.TryPostAsync($"{Path}/{id}/{move}")).ShouldBe(202, move);

    private static async Task<JsonElement> FinishedAsync(FormatServer server, string id)
    {
        JsonElement campaign = default;
        await Eventually.TrueAsync(
            async () => FormatServer.StateOf(campaign = await server.Admin.GetAsync($"{Path}/{id}")) == Finished,
            () => $"{campaign}\n{server.Process.Output}");
        return campaign;
    }

    private static async Task<IEnumerable<string>> RecipientsAsync(FormatServer server, string id) =>
        (await server.Admin.GetAsync($"{Path}/{id}/recipients")).GetProperty("items").EnumerateArray()
            .Select(item => $"{item.GetProperty("openId").GetString()} {item.GetProperty("outcome").GetString()}");

    private static string IdOf(JsonElement campaign) => campaign.GetProperty("id").GetString()!;

    private static int Count(JsonElement campaign, string outcome) =>
        campaign.GetProperty("counts").GetProperty(outcome).GetInt32();
}
