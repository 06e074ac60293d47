using WeChatPush.Campaigns;
using WeChatPush.Credits;
using WeChatPush.Simulator.FakeApi;
using WeChatPush.Simulator.FakeApi.Faults;
using WeChatPush.TestSupport;

namespace WeChatPush.Engine.Tests.Campaigns;

/// <summary>What stops a campaign, and how it goes on.</summary>
public sealed class CampaignPauseTests
{
    [Fact]
    public async Task Pause_StopsTheSending_AndResumeGoesOn_LosingNone()
    {
        await using var harness = await CampaignHarness.StartAsync();
        var users = CampaignHarness.Users(80);
        await harness.AcceptAsync(users);
        var id = await harness.RunAsync(CampaignHarness.Plan() with { Rate = 40 });
        await harness.WeChat.WaitForSendsAsync(10, TimeSpan.FromSeconds(30));
        (await harness.Campaigns.PauseAsync(CampaignHarness.App, id, default)).ShouldNotBeNull().Changed.ShouldBeTrue();
        await ReleasedAsync(harness, users);

        var sent = harness.Sending.Sends.Count;
        sent.ShouldBeLessThan(80);
        (await harness.FindAsync(id)).Counts.ShouldBe(new CampaignCounts { Pending = 80 - sent, Sent = sent });
        await harness.Campaigns.ResumeAsync(CampaignHarness.App, id, default);
        (await harness.FinishedAsync(id)).Counts.ShouldBe(new CampaignCounts { Sent = 80 });
        harness.Delivered.Select(call => call.OpenId!).Order().ShouldBe(users);
    }

    [Fact]
    public async Task Cancel_LeavesTheRestTheirCredits()
    {
        await using var harness = await CampaignHarness.StartAsync();
        var users = CampaignHarness.Users(80);
        await harness.AcceptAsync(users);
        var id = await harness.RunAsync(CampaignHarness.Plan() with { Rate = 40 });
        await harness.WeChat.WaitForSendsAsync(5, TimeSpan.FromSeconds(30));
        await harness.Campaigns.CancelAsync(CampaignHarness.App, id, default);
        await ReleasedAsync(harness, users);

        var campaign = await harness.FindAsync(id);
        campaign.State.ShouldBe(CampaignState.Cancelled);
        var sent = harness.Sending.Sends.Count;
        campaign.Counts.ShouldBe(
            new CampaignCounts { Sent = sent, Cancelled = campaign.Counts.Total - sent });
    }

    [Fact]
    public async Task Quota_PausesTheCampaign_UntilItIsBack()
    {
        await using var harness = await CampaignHarness.StartAsync();
        harness.Sending.Options.CurrentValue.Sending.QuotaPause = TimeSpan.FromSeconds(4);
        var users = CampaignHarness.Users(40);
        await harness.AcceptAsync(users);
        harness.Refuse(45009, times: 1, after: 10);
        var id = await harness.RunAsync(CampaignHarness.Plan());
        var paused = await harness.PausedAsync(id);

        paused.PausedReason.ShouldBe(PauseReason.Quota);
        paused.ResumesAt.ShouldNotBeNull();
        (await harness.FinishedAsync(id)).Counts.ShouldBe(new CampaignCounts { Sent = 40 });
        harness.Delivered.Select(call => call.OpenId!).Order().ShouldBe(users);
    }

    [Fact]
    public async Task OperatorError_PausesTheCampaign_WithEveryCreditBack()
    {
        await using var harness = await CampaignHarness.StartAsync();
        var users = CampaignHarness.Users(20);
        await harness.AcceptAsync(users);
        harness.Refuse(48001);
        var id = await harness.RunAsync(CampaignHarness.Plan());
        var paused = await harness.PausedAsync(id);
        await ReleasedAsync(harness, users);

        paused.PausedReason.ShouldBe(PauseReason.Operator);
        (await harness.FindAsync(id)).Counts.Sent.ShouldBe(0);
        (await harness.PermitsAsync(users[0])).ShouldBe(new PermitBalance(1, 0, false, 0, 0));
    }

    [Fact]
    public async Task Outage_IsWaitedOut_AndNoneFails()
    {
        await using var harness = await CampaignHarness.StartAsync();
        harness.Sending.Options.CurrentValue.Sending.BreakDuration = TimeSpan.FromSeconds(1);
        var users = CampaignHarness.Users(40);
        await harness.AcceptAsync(users);
        harness.Sending.Fault(new FakeFault { Api = FakeApis.SubscribeSend, Status = 503, After = 10, Times = 10 });
        var id = await harness.RunAsync(CampaignHarness.Plan());

        (await harness.FinishedAsync(id)).Counts.ShouldBe(new CampaignCounts { Sent = 40 });
        harness.Delivered.Select(call => call.OpenId!).Order().ShouldBe(users);
    }

    [Fact]
    public async Task WrongMessages_ManyInARow_PauseTheCampaign()
    {
        await using var harness = await CampaignHarness.StartAsync();
        var users = CampaignHarness.Users(200);
        await harness.AcceptAsync(users);
        harness.Refuse(47003);
        var id = await harness.RunAsync(CampaignHarness.Plan());
        var paused = await harness.PausedAsync(id);
        await ReleasedAsync(harness, users);

        (paused.PausedReason, paused.ResumesAt).ShouldBe((PauseReason.Failing, null));
        var counts = (await harness.FindAsync(id)).Counts;
        counts.Failed.ShouldBeInRange(20, 199);
        counts.Sent.ShouldBe(0);
        foreach (var one in await harness.RecipientsAsync(id))
            (await harness.PermitsAsync(one.OpenId)).Usable.ShouldBe(1);
    }

    [Fact]
    public async Task QuietHours_PauseTheCampaign_UntilTheyEnd()
    {
        await using var harness = await CampaignHarness.StartAsync();
        var users = CampaignHarness.Users(10);
        await harness.AcceptAsync(users);
        var quiet = Quiet(QuietHoursAction.Wait);
        var id = await harness.RunAsync(CampaignHarness.Plan() with { Limits = new() { QuietHours = quiet } });
        var paused = await harness.PausedAsync(id);

        paused.PausedReason.ShouldBe(PauseReason.QuietHours);
        paused.ResumesAt.ShouldNotBeNull().ShouldBeInRange(
            DateTimeOffset.UtcNow.AddMinutes(50), DateTimeOffset.UtcNow.AddMinutes(70));
        harness.Sending.Sends.ShouldBeEmpty();
    }

    [Fact]
    public async Task QuietHours_SkipEverybody_WhenToldSo()
    {
        await using var harness = await CampaignHarness.StartAsync();
        await harness.AcceptAsync(CampaignHarness.Users(10));
        var quiet = Quiet(QuietHoursAction.Skip);
        var id = await harness.RunAsync(CampaignHarness.Plan() with { Limits = new() { QuietHours = quiet } });

        (await harness.FinishedAsync(id)).Counts.ShouldBe(new CampaignCounts { Skipped = 10 });
        harness.Sending.Sends.ShouldBeEmpty();
    }

    [Fact]
    public async Task Shutdown_LeavesNoneInHand_AndTheNextInstanceGoesOn()
    {
        await using var harness = await CampaignHarness.StartAsync();
        var users = CampaignHarness.Users(80);
        await harness.AcceptAsync(users);
        var id = await harness.RunAsync(CampaignHarness.Plan() with { Rate = 40 });
        await harness.WeChat.WaitForSendsAsync(10, TimeSpan.FromSeconds(30));
        await harness.StopAsync();
        var counts = (await harness.FindAsync(id)).Counts;
        counts.Sent.ShouldBe(harness.Sending.Sends.Count);
        foreach (var user in users)
            (await harness.PermitsAsync(user)).Reserved.ShouldBe(0);

        await harness.StartRunnerAsync();
        (await harness.FinishedAsync(id)).Counts.ShouldBe(new CampaignCounts { Sent = 80 });
        harness.Delivered.Select(call => call.OpenId!).Order().ShouldBe(users);
    }

    /// <summary>Begun an hour ago, and ending in one.</summary>
    private static QuietHours Quiet(QuietHoursAction then)
    {
        var now = DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(8));
        return new(
            TimeOnly.FromDateTime(now.DateTime.AddHours(-1)), TimeOnly.FromDateTime(now.DateTime.AddHours(1)),
            now.Offset, then);
    }

    /// <summary>Waits until no recipient is claimed any more.</summary>
    private static async Task ReleasedAsync(CampaignHarness harness, string[] users)
    {
        var reserved = 0;
        await Eventually.TrueAsync(
            async () =>
            {
                reserved = 0;
                foreach (var user in users)
                    reserved += (await harness.PermitsAsync(user)).Reserved;
                return reserved == 0;
            },
            () => $"{reserved} credits are still reserved",
            TimeSpan.FromSeconds(60));
    }
}
