using WeChatPush.EndToEndTests.Campaigns;
using WeChatPush.EndToEndTests.Chaos;
using WeChatPush.EndToEndTests.Harness;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;
using Xunit.Abstractions;

namespace WeChatPush.EndToEndTests.Redis;

/// <summary>
/// A rolling deployment: the version before runs on a Redis, this version joins it, both are killed again and again under
/// load, and at last the one is replaced by the other. WECHATPUSH_CHAOS says how often, WECHATPUSH_SEED repeats the moments.
/// </summary>
public sealed class TwoVersionsTests(ITestOutputHelper output)
{
    private const int Rate = 30;
    private const int ReadersLook = 30;
    private static readonly int Kills = Rounds.From(4);

    // A campaign that runs for as long as the servers are killed, and users whose permits come meanwhile.
    private static readonly int FirstUsers = 100 * Kills;
    private static readonly int Users = 130 * Kills;
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(120 + 30 * Kills);

    [PreviousServerFact]
    public async Task Fleet_OfTwoVersionsThatAreKilled_LosesNothing_DoublesNothing_AndKeepsEachUsersOrder()
    {
        await using var fleet = await CreateAsync();
        await fleet.Other.Server.StartAsync();
        var hasJoined = false;
        Task<PushTry> TryAsync(PushPayload push) => hasJoined ? fleet.TryAnywhereAsync(push) : fleet.TryAsync(fleet.Other, push);
        var load = new Load(fleet.One.App, TryAsync, writers: 8);
        load.Begin();
        await AcceptAsync(fleet, TryAsync, 0, FirstUsers);
        var desk = new CampaignDesk(() => fleet.Other.Admin, fleet.WeChat, () => fleet.Output);
        await Eventually.TrueAsync(
            async () => (await desk.LedgerAsync()).Credits == FirstUsers, () => $"permits are missing\n{fleet.Output}", WaitTimeout);
        await fleet.One.Server.StartAsync();
        hasJoined = true;
        var id = await desk.CreateAsync(Rate);
        (await desk.MoveAsync(id, "start")).ShouldBe(202);

        var accepted = AcceptAsync(fleet, TryAsync, FirstUsers, Users);
        await KillAsync(fleet, id);
        await accepted;
        await load.EndAsync();
        await fleet.WellAsync();
        await Verdict.ShouldHoldAsync(
            output, $"two versions, killed {Kills} times in turn", load, fleet.WeChat, fleet.One.Admin, () => fleet.Output);
        Effects.ShouldBeInOrder(fleet.WeChat, load);
        (await fleet.One.Admin.ListAsync("state=dead")).ShouldBeEmpty();
        fleet.One.Server.Output.ShouldContain("from format 1 to 2");
        fleet.Output.Split('\n').Where(line => line.Contains("unreadable", StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
        await CheckCampaignAsync(fleet, id, desk);
    }

    // What is slow stays in Redis: the order over several instances is kept there.
    private static async Task<Fleet> CreateAsync()
    {
        var fleet = await Fleet.CreateAsync(
            ("Dispatching:Lease", "00:00:02"),
            ("Dispatching:FirstRetry", "00:00:01"),
            ("Receiving:AppendTimeout", "00:00:04"),
            // Permits only: the words of the load are all that is answered.
            ("Apps:shop:Rules:2:Event", "none"));
        fleet.Other.Server.Program = PreviousServerFactAttribute.Path;
        fleet.WeChat.Calls.Capacity = int.MaxValue;
        fleet.WeChat.Faults.Add(new FakeFault { Api = FakeApis.CustomSend, DelayMs = 20 });
        fleet.WeChat.Faults.Add(new FakeFault { Api = FakeApis.SubscribeSend, DelayMs = 20 });
        return fleet;
    }

    // One permit of each user: the same push until either server has taken it.
    private static Task AcceptAsync(Fleet fleet, Func<PushPayload, Task<PushTry>> push, int from, int to) =>
        Parallel.ForAsync(from, to, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (user, _) =>
        {
            var payload = fleet.User($"oAccepts{user}").SubscribePopup((CampaignDesk.Template, "accept"));
            while (!(await push(payload)).IsAccepted)
                await Task.Delay(400, CancellationToken.None);
            await Task.Delay(20, CancellationToken.None);
        });

    private async Task KillAsync(Fleet fleet, string campaign)
    {
        var random = Rounds.Chance(output);
        for (var kill = 0; kill < Kills; kill++)
        {
            if (kill == Kills * 3 / 4)
                await UpgradeAsync(fleet, campaign);
            await random.PauseAsync(200, 1200);
            var victim = kill % 2 == 0 ? fleet.One.Server : fleet.Other.Server;
            victim.Kill();
            await victim.StartAsync();
        }
    }

    // Until it ends, the version before reads what this one has written beside it.
    private static async Task UpgradeAsync(Fleet fleet, string campaign)
    {
        await CanReadAsync(fleet.Other.Admin, campaign);
        fleet.Other.Server.Terminate();
        (await fleet.Other.Server.ExitAsync()).ShouldBe(0, fleet.Output);
        fleet.Other.Server.Program = Programs.Server;
        await fleet.Other.Server.StartAsync();
        await CanReadAsync(fleet.Other.Admin, campaign);
    }

    private static async Task CanReadAsync(AdminClient admin, string campaign)
    {
        foreach (var push in (await admin.ListAsync()).Take(ReadersLook))
            (await admin.FindAsync(push.GetProperty("id").GetString()!)).GetProperty("timeline").GetArrayLength().ShouldBePositive();
        foreach (var path in new[] { $"campaigns/{campaign}", $"campaigns/{campaign}/recipients?limit=200", "credits", "credits/oAccepts1" })
            await admin.GetAsync($"apps/shop/{path}");
    }

    private async Task CheckCampaignAsync(Fleet fleet, string id, CampaignDesk desk)
    {
        var campaign = new RunningCampaign(fleet, id, WaitTimeout);
        await campaign.FinishedAsync();
        var counts = await campaign.CountsAsync();
        var (sent, uncertain) = (await campaign.RecipientsAsync("sent"), await campaign.RecipientsAsync("uncertain"));
        var delivered = fleet.WeChat.Calls.Sends.Where(call => call.Api == FakeApis.SubscribeSend && call.Delivered)
            .CountBy(call => call.OpenId!).ToDictionary();
        var ledger = await desk.LedgerAsync();
        output.Say($"""
            permits of {Users} users: {ledger.Credits} left, {ledger.Uncertain} uncertain
            campaign: {string.Join(", ", counts.Select(count => $"{count.Key} {count.Value}"))}; delivered to {delivered.Count} users, more than once to {delivered.Count(one => one.Value > 1)}
            """);

        counts["total"].ShouldBeInRange(FirstUsers, Users);
        (counts["sent"], counts["uncertain"]).ShouldBe((sent.Count, uncertain.Count));
        (sent.Count + uncertain.Count).ShouldBe((int)counts["total"]);
        delivered.Values.ShouldAllBe(count => count == 1);
        sent.Except(delivered.Keys).ShouldBeEmpty();
        delivered.Keys.Except(sent).Except(uncertain).ShouldBeEmpty();
        (ledger.Credits, ledger.Uncertain).ShouldBe((Users - (int)counts["total"], uncertain.Count));
    }
}
