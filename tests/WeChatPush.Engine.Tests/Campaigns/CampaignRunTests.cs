using WeChatPush.Campaigns;
using WeChatPush.Credits;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;

namespace WeChatPush.Engine.Tests.Campaigns;

/// <summary>Campaigns from their start to their end.</summary>
public sealed class CampaignRunTests
{
    [Fact]
    public async Task Run_ToEveryone_ReachesEachUserOnce()
    {
        await using var harness = await CampaignHarness.StartAsync();
        var users = CampaignHarness.Users(60);
        await harness.AcceptAsync(users);
        await harness.AcceptAsync(users[..20]);
        var id = await harness.RunAsync(CampaignHarness.Plan());
        var campaign = await harness.FinishedAsync(id);

        campaign.Counts.ShouldBe(new CampaignCounts { Sent = 60 });
        harness.Delivered.Select(call => call.OpenId!).Order().ShouldBe(users);
        (await harness.PermitsAsync(users[0])).ShouldBe(new PermitBalance(1, 0, false, 0, 0));
        (await harness.PermitsAsync(users[59])).ShouldBe(new PermitBalance(0, 0, false, 0, 0));
    }

    [Fact]
    public async Task Run_InAFleet_ReachesEachUserOnce()
    {
        await using var one = await CampaignHarness.StartSharedAsync();
        await using var other = await one.StartBesideAsync();
        var users = CampaignHarness.Users(120);
        await one.AcceptAsync(users);
        var campaign = await one.FinishedAsync(await one.RunAsync(CampaignHarness.Plan()));

        campaign.Counts.ShouldBe(new CampaignCounts { Sent = 120 });
        one.Delivered.Select(call => call.OpenId!).Order().ShouldBe(users);
    }

    [Fact]
    public async Task Rate_ChangedWhileItRuns_IsFollowedByAllInstances_AndEachUserIsReachedOnce()
    {
        await using var one = await CampaignHarness.StartSharedAsync();
        await using var other = await one.StartBesideAsync();
        var users = CampaignHarness.Users(60);
        await one.AcceptAsync(users);
        // At this rate it would take ten minutes.
        var id = await one.RunAsync(CampaignHarness.Plan() with { Rate = 0.1 });
        await one.UntilAsync(id, campaign => campaign.Counts.Sent > 0);

        (await one.Campaigns.ChangeRateAsync(CampaignHarness.App, id, 100, default)).ShouldBe(new(true, CampaignState.Running));
        var campaign = await one.FinishedAsync(id);

        campaign.Counts.ShouldBe(new CampaignCounts { Sent = 60 });
        campaign.Plan.Rate.ShouldBe(100);
        one.Delivered.Select(call => call.OpenId!).Order().ShouldBe(users);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(10_001)]
    [InlineData(double.NaN)]
    public async Task Rate_ThatNoCampaignMayHave_IsRefused(double rate)
    {
        await using var harness = await CampaignHarness.StartAsync();
        var id = await harness.CreateAsync(CampaignHarness.Plan());

        var error = await Should.ThrowAsync<InvalidCampaignException>(
            async () => await harness.Campaigns.ChangeRateAsync(CampaignHarness.App, id, rate, default));
        error.Errors.Keys.ShouldBe(["rate"]);
    }

    [Fact]
    public async Task Run_WithValues_PutsEachIntoItsMessage()
    {
        await using var harness = await CampaignHarness.StartAsync();
        var users = CampaignHarness.Users(5);
        await harness.AcceptAsync(users);
        var plan = CampaignHarness.Plan(CampaignAudience.List) with
        {
            Page = "pages/order?id={编号}",
            Data = new Dictionary<string, string> { ["thing1"] = "{name}，你好", ["time2"] = "{when}" },
        };
        var id = await harness.RunAsync(
            plan,
            Person(users[0], ("name", "小明"), ("when", "15:01"), ("编号", "7")),
            Person(users[1], ("name", "小红"), ("编号", "8")),
            Person(users[2], ("name", new string('长', 30)), ("when", "15:01"), ("编号", "9")),
            Person("oNobody", ("name", "小刚"), ("when", "15:01"), ("编号", "9")),
            Person(users[3], ("name", "{when}"), ("when", "16:02"), ("编号", "10")));
        var campaign = await harness.FinishedAsync(id);

        campaign.Counts.ShouldBe(new CampaignCounts { Sent = 2, Failed = 2, NoCredit = 1 });
        var sent = harness.Delivered.ToDictionary(call => call.OpenId!, call => call.Json);
        sent[users[0]].GetProperty("page").GetString().ShouldBe("pages/order?id=7");
        sent[users[0]].GetProperty("data").GetProperty("thing1").GetProperty("value").GetString().ShouldBe("小明，你好");
        sent[users[3]].GetProperty("data").GetProperty("thing1").GetProperty("value").GetString()
            .ShouldBe("{when}，你好");
        sent.Count.ShouldBe(2);
        var failed = (await harness.RecipientsAsync(id)).Where(one => one.Outcome is RecipientOutcome.Failed).ToList();
        failed[0].ErrMsg.ShouldNotBeNull().ShouldContain("{when}");
        failed[1].ErrMsg.ShouldNotBeNull().ShouldContain("20 characters");
        (await harness.PermitsAsync(users[1])).Usable.ShouldBe(1);
    }

    [Fact]
    public async Task Run_OnFormIds_TriesTheNextWhereOneIsNotTaken()
    {
        await using var harness = await CampaignHarness.StartAsync();
        var user = CampaignHarness.Users(1)[0];
        await harness.EarnAsync(user, "f1", "f2", "f3");
        harness.Refuse(41028, times: 1, api: FakeApis.TemplateSend);
        var plan = CampaignHarness.Plan() with
        {
            Kind = CreditKind.Template, Data = new Dictionary<string, string> { ["keyword1"] = "你好" },
        };
        var campaign = await harness.FinishedAsync(await harness.RunAsync(plan));

        campaign.Counts.ShouldBe(new CampaignCounts { Sent = 1 });
        harness.Sending.Sends.Select(call => call.Json.GetProperty("form_id").GetString()).ShouldBe(["f1", "f2"]);
        (await harness.Ledger.GetBalanceAsync(CampaignHarness.App, user, default)).FormIds.Usable.ShouldBe(1);
    }

    [Fact]
    public async Task Run_WhereWeChatRefuses_BurnsTheCredits()
    {
        await using var harness = await CampaignHarness.StartAsync();
        var users = CampaignHarness.Users(10);
        await harness.AcceptAsync(users);
        harness.Refuse(43101, times: 4);
        var id = await harness.RunAsync(CampaignHarness.Plan());
        var campaign = await harness.FinishedAsync(id);

        campaign.Counts.ShouldBe(new CampaignCounts { Sent = 6, Refused = 4 });
        var refused = (await harness.RecipientsAsync(id)).Where(one => one.Outcome is RecipientOutcome.Refused).ToList();
        refused.ShouldAllBe(one => one.ErrCode == 43101 && one.ErrMsg!.StartsWith("as the test wants it"));
        (await harness.PermitsAsync(refused[0].OpenId)).Usable.ShouldBe(0);
    }

    [Fact]
    public async Task Run_WhereAnAnswerIsLost_IsUncertain_AndSendsNoSecondMessage()
    {
        await using var harness = await CampaignHarness.StartAsync();
        var users = CampaignHarness.Users(10);
        await harness.AcceptAsync(users);
        harness.Sending.Fault(new FakeFault { Api = FakeApis.SubscribeSend, Cut = true, Times = 3 });
        var id = await harness.RunAsync(CampaignHarness.Plan());
        var campaign = await harness.FinishedAsync(id);

        campaign.Counts.ShouldBe(new CampaignCounts { Sent = 7, Uncertain = 3 });
        harness.Sending.Sends.Count.ShouldBe(10);
        (await harness.RecipientsAsync(id)).Count(one => one.Outcome is RecipientOutcome.Uncertain).ShouldBe(3);
    }

    [Fact]
    public async Task DryRun_FindsOutWhatWouldBe_WithoutCalls()
    {
        await using var harness = await CampaignHarness.StartAsync();
        var users = CampaignHarness.Users(4);
        await harness.AcceptAsync(users[..2]);
        var plan = CampaignHarness.Plan(CampaignAudience.List) with
        {
            DryRun = true, Data = new Dictionary<string, string> { ["thing1"] = "{name}" }, Rate = 0.1,
        };
        var id = await harness.RunAsync(
            plan, Person(users[0], ("name", "小明")), Person(users[1]), Person(users[2], ("name", "小红")));
        var campaign = await harness.FinishedAsync(id);

        campaign.Counts.ShouldBe(new CampaignCounts { Sent = 1, Failed = 1, NoCredit = 1 });
        harness.WeChat.Calls.All.ShouldBeEmpty();
        (await harness.PermitsAsync(users[0])).ShouldBe(new PermitBalance(1, 0, false, 0, 0));
    }

    [Fact]
    public async Task Run_WithAStartTime_BeginsByItself()
    {
        await using var harness = await CampaignHarness.StartAsync();
        await harness.AcceptAsync(CampaignHarness.Users(3));
        var startAt = DateTimeOffset.UtcNow.AddSeconds(1);
        var id = await harness.CreateAsync(CampaignHarness.Plan() with { StartAt = startAt });
        (await harness.FindAsync(id)).State.ShouldBe(CampaignState.Scheduled);
        var campaign = await harness.FinishedAsync(id);

        campaign.Counts.ShouldBe(new CampaignCounts { Sent = 3 });
        harness.Delivered.ShouldAllBe(call => call.At >= startAt.AddMilliseconds(-5));
    }

    [Fact]
    public async Task Run_AtARate_TakesTheTimeThatItSays()
    {
        await using var harness = await CampaignHarness.StartAsync();
        await harness.AcceptAsync(CampaignHarness.Users(100));
        await harness.FinishedAsync(await harness.RunAsync(CampaignHarness.Plan() with { Rate = 50 }));

        var times = harness.Delivered.Select(call => call.At).Order().ToList();
        (times[^1] - times[0]).ShouldBeGreaterThan(TimeSpan.FromSeconds(99 / 50.0 * 0.8));
    }

    private static Recipient Person(string openId, params (string Name, string Value)[] values) =>
        new(openId, values.ToDictionary(pair => pair.Name, pair => pair.Value));
}
