using WeChatPush.EndToEndTests.Harness;
using Xunit.Abstractions;

namespace WeChatPush.EndToEndTests.Campaigns;

/// <summary>
/// Campaigns of a real server to a simulated WeChat. How large they are comes from outside:
/// <c>WECHATPUSH_CAMPAIGN_USERS</c>, <c>WECHATPUSH_CAMPAIGN_RATE</c>, <c>WECHATPUSH_CAMPAIGN_KILLS</c>.
/// </summary>
public sealed class CampaignTests(ITestOutputHelper output)
{
    private static readonly int Users = Figures.Number("WECHATPUSH_CAMPAIGN_USERS", 2000);
    private static readonly int Rate = Figures.Number("WECHATPUSH_CAMPAIGN_RATE", 400);
    private static readonly int Kills = Figures.Number("WECHATPUSH_CAMPAIGN_KILLS", 2);
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(120) + (TimeSpan.FromSeconds(10.0 / Rate) * Users);

    [Fact]
    public async Task ACampaign_WhoseServerIsKilled_GoesOnByItself_AndEverybodyIsAccountedFor()
    {
        await using var world = await World.StartAsync(CampaignDesk.Settings);
        var desk = Desk(world);
        await desk.FillAsync(world.Server.Url, Users);
        var id = await desk.CreateAsync(Rate, "november");
        (await desk.CreateAsync(Rate, "november")).ShouldBe(id);
        (await desk.MoveAsync(id, "start")).ShouldBe(202);
        for (var kill = 1; kill <= Kills; kill++)
        {
            await desk.SentAsync(Users * kill / (Kills + 1), WaitTimeout);
            world.Server.Kill();
            await world.Server.StartAsync();
        }

        await desk.FinishedAsync(id, WaitTimeout);
        var counts = await desk.AuditAsync(id, Users);
        output.Say($"{Users} users, {Rate}/s, {Kills} kills: {counts["sent"]} sent, {counts["uncertain"]} uncertain");
        (counts["sent"] + counts["uncertain"]).ShouldBe(Users);
        counts["uncertain"].ShouldBeLessThan(Users / 2);
        (await desk.LedgerAsync()).ShouldBe((0, counts["uncertain"]));
    }

    [Fact]
    public async Task ACampaign_KeepsItsRate_AndLittleInMemory()
    {
        await using var world = await World.StartAsync(CampaignDesk.Settings);
        var desk = Desk(world);
        await desk.FillAsync(world.Server.Url, Users);
        var idle = await MemoryOf.OfAsync(world.Server.Id);
        var worked = MemoryOf.ProcessorTimeOf(world.Server.Id);
        var id = await desk.CreateAsync(Rate);
        double peak;
        TimeSpan standstill;
        await using (var memory = new MemoryOf(world.Server.Id))
        {
            (await desk.MoveAsync(id, "start")).ShouldBe(202);
            await desk.FinishedAsync(id, WaitTimeout);
            (peak, standstill) = (memory.Peak, memory.Standstill);
            worked = MemoryOf.ProcessorTimeOf(world.Server.Id) - worked;
        }

        var pace = Pace.From([.. desk.Sends.Select(call => call.At)]);
        output.Say(
            $"{Users} users, {Rate}/s: {pace.Mean:F1}/s achieved ({pace.Mean / Rate:P1}), busiest second {pace.Busiest} ({pace.Busiest / (double)Rate:F2} of the rate) after {pace.After.TotalSeconds:F1} s (its receiver stood still for {standstill.TotalMilliseconds:F0} ms once), memory {idle:F1} MiB idle, {peak - idle:F1} MiB more at most, {worked.TotalMicroseconds / Users:F0} µs of processor for each");
        (await desk.AuditAsync(id, Users))["sent"].ShouldBe(Users);
        // How slow a slow machine is, is not the campaign's business; that it is never faster than told, is.
        // Over a few seconds one hold-up of the receiver weighs more than the pace does.
        pace.Mean.ShouldBeLessThan(Rate * (Users >= 20 * Rate ? 1.05 : 1.3));
        (await desk.LedgerAsync()).ShouldBe((0, 0));
    }

    [Fact]
    public async Task APause_HoldsWithinTwoSeconds_LosesNone_AndTheCampaignGoesOn()
    {
        const int users = 1200;
        await using var world = await World.StartAsync(CampaignDesk.Settings);
        var desk = Desk(world);
        await desk.FillAsync(world.Server.Url, users);
        var id = await desk.CreateAsync(rate: 200);
        (await desk.MoveAsync(id, "start")).ShouldBe(202);
        (await desk.MoveAsync(id, "start")).ShouldBe(409);
        await desk.SentAsync(users / 4, WaitTimeout);
        (await desk.MoveAsync(id, "pause")).ShouldBe(202);
        var paused = DateTimeOffset.UtcNow;
        await desk.RestsAsync(id, users);

        var sends = desk.Sends;
        (sends[^1].At - paused).ShouldBeLessThan(TimeSpan.FromSeconds(2));
        sends.Count.ShouldBeLessThan(users);
        var campaign = await desk.FindAsync(id);
        campaign.GetProperty("state").GetString().ShouldBe("paused");
        campaign.GetProperty("counts").GetProperty("pending").GetInt32().ShouldBe(users - sends.Count);
        (await desk.MoveAsync(id, "start")).ShouldBe(409);
        var resumed = DateTimeOffset.UtcNow;
        (await desk.MoveAsync(id, "resume")).ShouldBe(202);
        await desk.FinishedAsync(id, WaitTimeout);
        desk.Sends[sends.Count].At.ShouldBeGreaterThanOrEqualTo(resumed);
        (await desk.AuditAsync(id, users))["sent"].ShouldBe(users);
    }

    [Fact]
    public async Task AShutdown_InTheMiddle_LeavesNoneUncertain()
    {
        const int users = 1000;
        await using var world = await World.StartAsync(CampaignDesk.Settings);
        var desk = Desk(world);
        await desk.FillAsync(world.Server.Url, users);
        var id = await desk.CreateAsync(rate: 300);
        await desk.MoveAsync(id, "start");
        await desk.SentAsync(users / 3, WaitTimeout);
        world.Server.Terminate();
        (await world.Server.ExitAsync()).ShouldBe(0);
        await world.Server.StartAsync();

        await desk.FinishedAsync(id, WaitTimeout);
        (await desk.AuditAsync(id, users))["sent"].ShouldBe(users);
    }

    private static CampaignDesk Desk(World world) => new(() => world.Admin, world.WeChat, () => world.Server.Output);
}
