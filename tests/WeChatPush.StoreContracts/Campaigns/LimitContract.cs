using WeChatPush.Campaigns;
using WeChatPush.Credits;

namespace WeChatPush.StoreContracts.Campaigns;

public abstract class LimitContract<TStore> : CampaignStoreContract<TStore>
    where TStore : ICampaignStoreUnderTest, new()
{
    private static readonly CampaignPlan OncePerDay = Plan() with { Limits = new() { PerUserPerDay = 1 } };

    [Fact]
    public async Task Limit_CountsTheMessagesOfAllCampaigns()
    {
        await AcceptAsync("oA", 3);
        var free = await RunAsync("oA");
        await SettleAsync((await TakeAsync(free)).Single());
        var limited = await RunAsync(OncePerDay, "oA", "oB");
        (await TakeAsync(limited)).Single().OpenId.ShouldBe("oB");

        var skipped = (await WalkAsync(limited, RecipientOutcome.Skipped, 10)).Single();
        skipped.OpenId.ShouldBe("oA");
        skipped.ErrMsg.ShouldNotBeNullOrEmpty();
        (await PermitsAsync("oA")).Usable.ShouldBe(4);
    }

    [Fact]
    public async Task Limit_CountsWhatIsOnItsWay()
    {
        await AcceptAsync("oA", 3);
        await TakeAsync(await RunAsync("oA"));

        (await TryTakeAsync(await RunAsync(OncePerDay, "oA"))).ShouldSatisfyAllConditions(
            claim => claim.Seen.ShouldBe(1), claim => claim.Recipients.ShouldBeEmpty());
    }

    [Theory]
    [InlineData("Sent", true)]
    [InlineData("Uncertain", true)]
    [InlineData("Refused", false)]
    [InlineData("Failed", false)]
    [InlineData("Pending", false)]
    public async Task Limit_CountsOnlyWhatMayHaveBeenSent(string outcome, bool counts)
    {
        await AcceptAsync("oA", 3);
        var one = (await TakeAsync(await RunAsync("oA"))).Single();
        if (Enum.Parse<RecipientOutcome>(outcome) is not RecipientOutcome.Pending and var settled)
            await SettleAsync(one, settled, CreditOutcome.Spent);
        else
            await ReleaseAsync(one);

        (await TakeAsync(await RunAsync(OncePerDay, "oA"))).Count.ShouldBe(counts ? 0 : 1);
    }

    [Fact]
    public async Task Limit_IsOfADayOfChina()
    {
        await AcceptAsync("oA", 3);
        Time.Advance(NextMidnightOfChina() - TimeSpan.FromMinutes(1) - Now);
        await SettleAsync((await TakeAsync(await RunAsync("oA"))).Single());
        (await TakeAsync(await RunAsync(OncePerDay, "oA"))).ShouldBeEmpty();
        Time.Advance(TimeSpan.FromMinutes(1));

        (await TakeAsync(await RunAsync(OncePerDay, "oA"))).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Limit_OutlivesSweeps_AsLongAsItsDay()
    {
        await AcceptAsync("oA", 3);
        await SettleAsync((await TakeAsync(await RunAsync("oA"))).Single());
        await Store.SweepAsync(100, default);
        (await TakeAsync(await RunAsync(OncePerDay, "oA"))).ShouldBeEmpty();

        Time.Advance(TimeSpan.FromDays(3));
        await Store.SweepAsync(100, default);
        (await TakeAsync(await RunAsync(OncePerDay, "oA"))).Count.ShouldBe(1);
    }

    [Fact]
    public async Task DryRun_IsHeldToLimits_AndDoesNotCount()
    {
        await AcceptAsync("oA", 3);
        var dry = await RunAsync(OncePerDay with { DryRun = true }, "oA");
        await SettleAsync((await TakeAsync(dry)).Single());
        await SettleAsync((await TakeAsync(await RunAsync(OncePerDay, "oA"))).Single());

        var again = await RunAsync(OncePerDay with { DryRun = true }, "oA");
        await TakeAsync(again);
        (await CountsAsync(again)).ShouldBe(new CampaignCounts { Skipped = 1 });
    }

    [Fact]
    public async Task Take_WithAReasonToSkip_SkipsThemAll_WithoutSlotsOrCredits()
    {
        var id = await RunAsync(Users(5));
        await ReleaseAsync(await TakeAsync(id, 1));
        var skipping = await TryTakeAsync(id, 3, skip: "quiet hours");

        (skipping.Running, skipping.Seen, skipping.Recipients.Count).ShouldBe((true, 3, 0));
        (await CountsAsync(id)).ShouldBe(new CampaignCounts { Pending = 2, Skipped = 3 });
        (await WalkAsync(id, RecipientOutcome.Skipped, 10)).ShouldAllBe(one => one.ErrMsg == "quiet hours");
        (await PermitsAsync("oUser0001")).Usable.ShouldBe(1);
        (await TryTakeAsync(id, skip: "quiet hours")).Seen.ShouldBe(2);
        (await StateAsync(id)).ShouldBe(CampaignState.Finished);
    }

    private DateTimeOffset NextMidnightOfChina()
    {
        var local = Now.ToOffset(TimeSpan.FromHours(8));
        return new DateTimeOffset(local.Date, local.Offset).AddDays(1);
    }
}
