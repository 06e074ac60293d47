using WeChatPush.EndToEndTests.Harness;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.Simulator.Filling;
using Xunit.Abstractions;

namespace WeChatPush.EndToEndTests.Redis;

/// <summary>
/// One campaign, sent by two servers on one Redis, while servers are killed at any line, and Redis as well.
/// WECHATPUSH_CAMPAIGN_USERS, WECHATPUSH_CAMPAIGN_RATE and WECHATPUSH_CAMPAIGN_KILLS make it longer, WECHATPUSH_SEED repeats
/// the moments; WECHATPUSH_CAMPAIGN_STRICT holds every single second to the rate, for which the machine must be idle.
/// </summary>
public sealed class CampaignFleetTests(ITestOutputHelper output)
{
    private const string Template = "VRR0UEO9VJOLs0MHlU0OilqX6MVFDwH3_3gz3Oc0NIc";
    private const double MaxOfTheRate = 1.3;

    private static readonly int Users = Figures.Number("WECHATPUSH_CAMPAIGN_USERS", 2_000);
    private static readonly int Rate = Figures.Number("WECHATPUSH_CAMPAIGN_RATE", 200);
    private static readonly int Kills = Figures.Number("WECHATPUSH_CAMPAIGN_KILLS", 3);
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(300 + (5.0 * Users / Rate));
    private static readonly bool Strict = Figures.Number("WECHATPUSH_CAMPAIGN_STRICT", 0) == 1;

    [Fact]
    public async Task Campaign_WhoseServersAreKilled_SkipsNone_AndDoublesNone()
    {
        await using var fleet = await StartAsync();
        await using var memory = MemoryWatch.Over(fleet);
        var campaign = await BeginAsync(fleet);
        await KillAsync(fleet, Kills);
        await campaign.FinishedAsync();

        await CheckAsync(fleet, campaign, $"two instances, killed {Kills} times in turn", memory);
    }

    [Fact]
    public async Task Campaign_WhoseRedisIsKilled_SkipsNone_AndDoublesNone()
    {
        await using var fleet = await StartAsync();
        await using var memory = MemoryWatch.Over(fleet);
        var campaign = await BeginAsync(fleet);
        await SentAsync(fleet, Users / 4);
        await fleet.Redis.KillAsync();
        await fleet.DegradedAsync();
        await fleet.Redis.StartAgainAsync();
        await campaign.FinishedAsync();

        await CheckAsync(fleet, campaign, "two instances, their Redis killed once", memory);
    }

    private static async Task<Fleet> StartAsync()
    {
        var fleet = await Fleet.StartAsync(("Dispatching:Lease", "00:00:03"), ("Apps:shop:Credits:CountFrom", "Client"));
        fleet.WeChat.Calls.Capacity = int.MaxValue;
        fleet.WeChat.EnforceCredits = true;
        var plan = new FillPlan { App = "shop", Users = Users, Templates = [Template] };
        using var filler = new CreditFiller(fleet.One.Server.Url, AdminClient.Key, "shop");
        (await filler.FillAsync(plan, CancellationToken.None)).ShouldBe(Users);
        for (var i = 0; i < Users; i++)
            fleet.WeChat.Credits.Grant(plan[i].OpenId, Template);

        // What filling needed is none of the campaign's memory; and a send takes long enough that a kill meets some.
        fleet.One.Server.Kill();
        fleet.Other.Server.Kill();
        await fleet.BeginAsync();
        await fleet.WellAsync();
        fleet.WeChat.Faults.Add(new FakeFault { Api = FakeApis.SubscribeSend, DelayMs = 20 });
        return fleet;
    }

    private static async Task<RunningCampaign> BeginAsync(Fleet fleet)
    {
        var made = await fleet.One.Admin.PostAsync("apps/shop/campaigns", new
        {
            name = "十一月",
            kind = "subscribe",
            templateId = Template,
            data = new { thing1 = new { value = "你好" } },
            rate = Rate,
            audience = new { kind = "everyone" },
        });
        var id = made.GetProperty("id").GetString()!;
        await fleet.One.Admin.PostAsync($"apps/shop/campaigns/{id}/start", new { });
        return new RunningCampaign(fleet, id, WaitTimeout);
    }

    private static async Task SentAsync(Fleet fleet, int count) =>
        await fleet.WeChat.WaitForCallsAsync(call => call.Delivered, count, WaitTimeout);

    private async Task KillAsync(Fleet fleet, int kills)
    {
        var seed = Figures.Number("WECHATPUSH_SEED", Random.Shared.Next(1_000_000));
        var random = new Random(seed);
        output.Say($"seed {seed}");
        for (var kill = 1; kill <= kills; kill++)
        {
            // Spread over the campaign, at any moment of it.
            await SentAsync(fleet, (int)((long)Users * kill / (kills + 2)));
            await Task.Delay(random.Next(300));
            var victim = kill % 2 == 0 ? fleet.One : fleet.Other;
            victim.Server.Kill();
            await victim.Server.StartAsync();
        }
    }

    private async Task CheckAsync(Fleet fleet, RunningCampaign campaign, string what, MemoryWatch memory)
    {
        var calls = fleet.WeChat.Calls.Sends.Where(call => call.Api == FakeApis.SubscribeSend).ToList();
        var delivered = calls.Where(call => call.Delivered).CountBy(call => call.OpenId!).ToDictionary();
        var counts = await campaign.CountsAsync();
        var sent = await campaign.RecipientsAsync("sent");
        var uncertain = await campaign.RecipientsAsync("uncertain");
        var doubled = delivered.Where(one => one.Value > 1).Select(one => one.Key).ToList();
        var times = calls.Select(call => call.At).Order().ToList();
        var window = TimeSpan.FromSeconds(Strict ? 1 : 5);
        var silence = times.Zip(times.Skip(1), (one, next) => next - one).Max();
        var fullest = Fullest(times, window) / (Rate * window.TotalSeconds);
        output.Say($"""
            {what}: {Users} users at {Rate}/s
            counts: {string.Join(", ", counts.Select(count => $"{count.Key} {count.Value}"))}
            requests {calls.Count}, delivered to {delivered.Count} users, more than once to {doubled.Count}
            without a message: {Users - delivered.Count}, each reported as uncertain
            from the first to the last: {(calls.Count - 1) / (times[^1] - times[0]).TotalSeconds:0} per second; longest silence {silence.TotalSeconds:0.0} s
            fullest second {Fullest(times, TimeSpan.FromSeconds(1))}, fullest {window.TotalSeconds:0} s: {fullest:0.00} of the rate
            memory over idle: {memory}
            """);

        counts["total"].ShouldBe(Users);
        counts.Where(count => count.Key is not ("total" or "sent" or "uncertain")).ShouldAllBe(count => count.Value == 0);
        (counts["sent"], counts["uncertain"]).ShouldBe((sent.Count, uncertain.Count));
        (sent.Count + uncertain.Count).ShouldBe(Users);
        sent.Intersect(uncertain).ShouldBeEmpty();
        doubled.ShouldBeEmpty();
        sent.Except(delivered.Keys).ShouldBeEmpty();
        delivered.Keys.Except(sent).Except(uncertain).ShouldBeEmpty();
        calls.ShouldAllBe(call => call.ErrCode == 0);
        fullest.ShouldBeLessThanOrEqualTo(MaxOfTheRate);
    }

    // How many of the moments fit into one window, wherever it begins.
    private static int Fullest(List<DateTimeOffset> times, TimeSpan window)
    {
        var (most, first) = (0, 0);
        for (var last = 0; last < times.Count; last++)
        {
            while (times[last] - times[first] >= window)
                first++;
            most = Math.Max(most, last - first + 1);
        }

        return most;
    }
}
