using WeChatPush.Campaigns;
using WeChatPush.Campaigns.Running;
using WeChatPush.Credits;

namespace WeChatPush.StoreContracts.Campaigns;

public abstract class ClaimContract<TStore> : CampaignStoreContract<TStore>
    where TStore : ICampaignStoreUnderTest, new()
{
    [Fact]
    public async Task Take_GoesThroughTheRecipients_InTheirOrder_WithACreditEach()
    {
        var id = await RunAsync("oC", "oA", "oB");

        (await TakeAsync(id, 2)).Select(one => (one.Number, one.OpenId)).ShouldBe([(1, "oC"), (2, "oA")]);
        (await TakeAsync(id, 2, Other)).Select(one => (one.OpenId, one.Holder)).ShouldBe([("oB", Other)]);
        (await TryTakeAsync(id)).ShouldSatisfyAllConditions(
            rest => rest.Running.ShouldBeTrue(),
            rest => rest.Seen.ShouldBe(0),
            rest => rest.Recipients.ShouldBeEmpty());
        (await CountsAsync(id)).ShouldBe(new CampaignCounts { Pending = 3 });
        (await PermitsAsync("oC")).ShouldBe(new PermitBalance(0, 1, false, 0, 0));
    }

    [Fact]
    public async Task Take_OfUsersWithoutACredit_SettlesThem()
    {
        await AcceptAsync("oB");
        var id = await MakeAsync(Plan(), ["oA", "oB", "oC"]);
        await StartAsync(id);
        var claim = await TryTakeAsync(id);

        claim.Seen.ShouldBe(3);
        claim.Recipients.Single().OpenId.ShouldBe("oB");
        (await CountsAsync(id)).ShouldBe(new CampaignCounts { Pending = 1, NoCredit = 2 });
        (await WalkAsync(id, RecipientOutcome.NoCredit, 10)).Select(one => one.At).ShouldAllBe(at => at == Now);
    }

    [Fact]
    public async Task Take_WhenNoneHasACredit_FinishesTheCampaign()
    {
        var id = await MakeAsync(Plan(), Users(3));
        await StartAsync(id);
        await TakeAsync(id);

        (await StateAsync(id)).ShouldBe(CampaignState.Finished);
        (await FindAsync(id)).FinishedAt.ShouldBe(Now);
    }

    [Fact]
    public async Task Take_OfATemplateCampaign_TakesTheFormIdThatRunsOutFirst()
    {
        await EarnAsync("oA", "f1", "f2");
        var id = await MakeAsync(Plan() with { Kind = CreditKind.Template }, ["oA", "oB"]);
        await StartAsync(id);

        (await TakeAsync(id)).Single().FormId.ShouldBe("f1");
        (await FormIdsAsync("oA")).ShouldSatisfyAllConditions(
            forms => forms.Usable.ShouldBe(1), forms => forms.Reserved.ShouldBe(1));
        (await CountsAsync(id)).NoCredit.ShouldBe(1);
    }

    [Fact]
    public async Task Take_OfAUserWithManyCredits_TakesOne()
    {
        await AcceptAsync("oA", 10);
        var id = await MakeAsync(Plan(), ["oA"]);
        await StartAsync(id);

        (await TakeAsync(id)).Count.ShouldBe(1);
        (await TakeAsync(id)).ShouldBeEmpty();
        (await PermitsAsync("oA")).Usable.ShouldBe(9);
    }

    [Fact]
    public async Task Take_OfACampaignThatDoesNotRun_ClaimsNone()
    {
        var id = await RunAsync(Users(3));
        await MoveAsync(id, CampaignMove.Pause);

        (await TryTakeAsync(id)).Running.ShouldBeFalse();
        (await PermitsAsync(Users(1)[0])).Usable.ShouldBe(1);
        (await TryTakeAsync(NewCampaign.NewId(Now))).Running.ShouldBeFalse();
    }

    [Fact]
    public async Task Take_ByManyAtTheSameTime_GivesEachRecipientToOne()
    {
        var id = await RunAsync(Users(60));
        var taken = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(i => TakeAsync(id, 5, $"holder {i}")));

        taken.SelectMany(some => some).Select(one => one.OpenId).Order().ShouldBe(Users(60));
    }

    [Fact]
    public async Task Slots_FollowEachOther_AsTheRateSays()
    {
        var id = await RunAsync(Plan() with { Rate = 100 }, Users(40));
        var first = await TryTakeAsync(id, 10);
        var second = await TryTakeAsync(id, 10, Other);

        first.Slots.Spacing.ShouldBe(TimeSpan.FromMilliseconds(10));
        first.Slots.StartsIn.ShouldBe(-SlotSchedule.CatchUp);
        (second.Slots.StartsIn - first.Slots.StartsIn).ShouldBe(TimeSpan.FromMilliseconds(100));

        (await Store.GiveSlotsAsync(App, id, 5, default)).StartsIn
            .ShouldBe(TimeSpan.FromMilliseconds(200) - SlotSchedule.CatchUp);
        (await TryTakeAsync(id, 10)).Slots.StartsIn.ShouldBe(TimeSpan.FromMilliseconds(250) - SlotSchedule.CatchUp);
    }

    [Fact]
    public async Task Slots_AfterSomeWereMissed_FollowALittleFaster_UntilThatIsCaughtUpWith()
    {
        var id = await RunAsync(Plan() with { Rate = 100 }, Users(200));
        await TakeAsync(id, 10);
        var again = await Store.GiveSlotsAsync(App, id, 2, default);
        again.Spacing.ShouldBe(TimeSpan.FromMilliseconds(10));

        var spacings = new List<double>();
        for (var i = 0; i < 6; i++)
            spacings.Add((await TryTakeAsync(id, 10)).Slots.Spacing.TotalMilliseconds);
        spacings[0].ShouldBe(10 / SlotSchedule.CatchUpFactor, 0.001);
        spacings[^1].ShouldBe(10, 0.001);
        var ahead = (await Store.GiveSlotsAsync(App, id, 1, default)).StartsIn;
        ahead.ShouldBe(TimeSpan.FromMilliseconds(700) - SlotSchedule.CatchUp, TimeSpan.FromMilliseconds(10));
    }

    [Fact]
    public async Task Slots_ThatWereNotAskedFor_AreGone()
    {
        var id = await RunAsync(Plan() with { Rate = 100 }, Users(40));
        await TakeAsync(id, 10);
        Time.Advance(TimeSpan.FromMinutes(1));

        (await TryTakeAsync(id, 10)).Slots.StartsIn.ShouldBe(-SlotSchedule.CatchUp);
    }

    [Fact]
    public async Task Slots_AfterTheClockWasSetBack_BeginNow()
    {
        var id = await RunAsync(Plan() with { Rate = 100 }, Users(40));
        Time.Jump(TimeSpan.FromHours(1));
        await TakeAsync(id, 10);
        Time.Jump(TimeSpan.FromHours(-1));

        (await TryTakeAsync(id, 10)).Slots.StartsIn.ShouldBe(-SlotSchedule.CatchUp);
        (await Store.GiveSlotsAsync(App, id, 1, default)).StartsIn
            .ShouldBe(TimeSpan.FromMilliseconds(100) - SlotSchedule.CatchUp);
    }

    [Fact]
    public async Task Slots_AreSpentOnlyOnThoseWhoHaveACredit()
    {
        await AcceptAsync("oUser0001");
        var id = await MakeAsync(Plan(), Users(10));
        await StartAsync(id);
        await TakeAsync(id);

        (await Store.GiveSlotsAsync(App, id, 1, default)).StartsIn
            .ShouldBe(TimeSpan.FromMilliseconds(10) - SlotSchedule.CatchUp);
    }

    [Fact]
    public async Task DryRun_TouchesNoCredit()
    {
        await AcceptAsync("oA");
        var id = await MakeAsync(Plan() with { DryRun = true }, ["oA", "oB"]);
        await StartAsync(id);
        var taken = await TakeAsync(id);

        taken.Single().OpenId.ShouldBe("oA");
        (await PermitsAsync("oA")).ShouldBe(new PermitBalance(1, 0, false, 0, 0));
        (await SettleAsync(taken[0], RecipientOutcome.Sent, CreditOutcome.Spent)).ShouldBeTrue();
        (await CountsAsync(id)).ShouldBe(new CampaignCounts { Sent = 1, NoCredit = 1 });
        (await PermitsAsync("oA")).ShouldBe(new PermitBalance(1, 0, false, 0, 0));
        (await StateAsync(id)).ShouldBe(CampaignState.Finished);
    }

    [Fact]
    public async Task DryRun_OfATemplateCampaign_LooksForFormIds()
    {
        await EarnAsync("oA", "f1");
        var id = await MakeAsync(Plan() with { Kind = CreditKind.Template, DryRun = true }, ["oA", "oB"]);
        await StartAsync(id);

        (await TakeAsync(id)).Single().OpenId.ShouldBe("oA");
        (await FormIdsAsync("oA")).Usable.ShouldBe(1);
    }
}
