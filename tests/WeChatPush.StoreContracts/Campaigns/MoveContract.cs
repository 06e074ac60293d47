using WeChatPush.Campaigns;

namespace WeChatPush.StoreContracts.Campaigns;

public abstract class MoveContract<TStore> : CampaignStoreContract<TStore>
    where TStore : ICampaignStoreUnderTest, new()
{
    [Fact]
    public async Task Move_OfACampaignThatIsNotThere_IsToldApart() =>
        (await Store.MoveAsync(App, NewCampaign.NewId(Now), CampaignMove.Start, default)).ShouldBeNull();

    [Fact]
    public async Task Start_Twice_HappensOnce()
    {
        var id = await MakeAsync(Plan(), Users(2));
        var began = Now;

        (await Store.MoveAsync(App, id, CampaignMove.Start, default)).ShouldBe(new(true, CampaignState.Running));
        Time.Advance(TimeSpan.FromSeconds(1));
        (await Store.MoveAsync(App, id, CampaignMove.Start, default)).ShouldBe(new(false, CampaignState.Running));
        (await FindAsync(id)).StartedAt.ShouldBe(began);
        (await Store.GetRunningAsync(default)).Select(one => one.Id).ShouldContain(id);
    }

    [Fact]
    public async Task Start_OfWhatIsScheduled_DoesNotWait()
    {
        var id = await MakeAsync(Plan() with { StartAt = Now.AddHours(1) }, Users(2));

        (await MoveAsync(id, CampaignMove.Start)).ShouldBeTrue();
    }

    [Fact]
    public async Task Start_WithoutRecipients_Finishes()
    {
        var id = await MakeAsync();
        (await Store.MoveAsync(App, id, CampaignMove.Start, default)).ShouldBe(new(true, CampaignState.Finished));
        (await FindAsync(id)).FinishedAt.ShouldBe(Now);
    }

    [Fact]
    public async Task Wake_AtItsTime_LetsWhatIsScheduledRun()
    {
        var id = await MakeAsync(Plan() with { StartAt = Now.AddHours(1) }, Users(2));
        Time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));
        (await Store.StartDueAsync(default)).ShouldBe(0);
        Time.Advance(TimeSpan.FromSeconds(1));

        (await Store.StartDueAsync(default)).ShouldBe(1);
        (await Store.StartDueAsync(default)).ShouldBe(0);
        (await FindAsync(id)).StartedAt.ShouldBe(Now);
        (await StateAsync(id)).ShouldBe(CampaignState.Running);
    }

    [Fact]
    public async Task Wake_AfterTheClockWasSetBack_StartsNothingTwice()
    {
        var id = await MakeAsync(Plan() with { StartAt = Now.AddMinutes(30) }, Users(2));
        Time.Jump(TimeSpan.FromHours(1));
        (await Store.StartDueAsync(default)).ShouldBe(1);
        var started = (await FindAsync(id)).StartedAt;
        Time.Jump(TimeSpan.FromHours(-1));

        (await Store.StartDueAsync(default)).ShouldBe(0);
        (await StateAsync(id)).ShouldBe(CampaignState.Running);
        Time.Advance(TimeSpan.FromHours(1));
        (await Store.StartDueAsync(default)).ShouldBe(0);
        (await FindAsync(id)).StartedAt.ShouldBe(started);
    }

    [Fact]
    public async Task Pause_ForTheRate_KeepsItsReason_AndIsResumedLikeAnyOther()
    {
        var id = await RunAsync(Users(2));
        var until = Now.AddMinutes(1);
        (await MoveAsync(id, CampaignMove.PauseFor(PauseReason.Rate, until))).ShouldBeTrue();

        var paused = await FindAsync(id);
        (paused.State, paused.PausedReason, paused.ResumesAt).ShouldBe((CampaignState.Paused, PauseReason.Rate, until));
        (await MoveAsync(id, CampaignMove.Resume)).ShouldBeTrue();
        (await MoveAsync(id, CampaignMove.PauseFor(PauseReason.Quota, Now.AddHours(1)))).ShouldBeTrue();
        (await FindAsync(id)).PausedReason.ShouldBe(PauseReason.Quota);
    }

    [Fact]
    public async Task PauseAndResume_TurnAbout()
    {
        var id = await RunAsync(Users(2));
        (await MoveAsync(id, CampaignMove.Resume)).ShouldBeFalse();
        (await MoveAsync(id, CampaignMove.Pause)).ShouldBeTrue();
        (await MoveAsync(id, CampaignMove.Pause)).ShouldBeFalse();
        (await FindAsync(id)).PausedReason.ShouldBe(PauseReason.Requested);
        (await Store.GetRunningAsync(default)).ShouldBeEmpty();

        (await MoveAsync(id, CampaignMove.Resume)).ShouldBeTrue();
        var campaign = await FindAsync(id);
        (campaign.State, campaign.PausedReason).ShouldBe((CampaignState.Running, null));
    }

    [Fact]
    public async Task PauseForAWhile_EndsByItself()
    {
        var id = await RunAsync(Users(2));
        var until = Now.AddMinutes(30);
        (await MoveAsync(id, CampaignMove.PauseFor(PauseReason.Quota, until))).ShouldBeTrue();
        (await MoveAsync(id, CampaignMove.PauseFor(PauseReason.Operator, null))).ShouldBeFalse();
        var paused = await FindAsync(id);
        (paused.State, paused.PausedReason, paused.ResumesAt)
            .ShouldBe((CampaignState.Paused, PauseReason.Quota, until));
        (await Store.StartDueAsync(default)).ShouldBe(0);

        Time.Advance(TimeSpan.FromMinutes(30));
        (await Store.StartDueAsync(default)).ShouldBe(1);
        var woken = await FindAsync(id);
        (woken.State, woken.PausedReason, woken.ResumesAt).ShouldBe((CampaignState.Running, null, null));
    }

    [Fact]
    public async Task PauseForAWhile_PausedOnRequestToo_DoesNotEndByItself()
    {
        var id = await RunAsync(Users(2));
        await MoveAsync(id, CampaignMove.PauseFor(PauseReason.Quota, Now.AddMinutes(30)));
        (await MoveAsync(id, CampaignMove.Pause)).ShouldBeTrue();
        (await FindAsync(id)).ResumesAt.ShouldBeNull();

        Time.Advance(TimeSpan.FromHours(1));
        (await Store.StartDueAsync(default)).ShouldBe(0);
        (await StateAsync(id)).ShouldBe(CampaignState.Paused);
    }

    [Fact]
    public async Task Resume_BeforeTheTime_IsAllowed()
    {
        var id = await RunAsync(Users(2));
        await MoveAsync(id, CampaignMove.PauseFor(PauseReason.Failing, null));

        (await MoveAsync(id, CampaignMove.Resume)).ShouldBeTrue();
    }

    [Fact]
    public async Task Cancel_GivesTheRestItsOutcome_AndIsTheEnd()
    {
        var id = await RunAsync(Users(5));
        var taken = await TakeAsync(id, 2);
        await SettleAsync(taken[0]);
        await ReleaseAsync(taken[1]);
        Time.Advance(TimeSpan.FromSeconds(1));

        (await Store.MoveAsync(App, id, CampaignMove.Cancel, default)).ShouldBe(new(true, CampaignState.Cancelled));
        (await CountsAsync(id)).ShouldBe(new CampaignCounts { Sent = 1, Cancelled = 4 });
        (await FindAsync(id)).FinishedAt.ShouldBe(Now);
        (await OutcomesAsync(id)).Values.Order().ShouldBe(
            [RecipientOutcome.Sent, .. Enumerable.Repeat(RecipientOutcome.Cancelled, 4)]);
        foreach (var move in new[] { CampaignMove.Start, CampaignMove.Pause, CampaignMove.Resume, CampaignMove.Cancel })
            (await MoveAsync(id, move)).ShouldBeFalse();
    }

    [Fact]
    public async Task Cancel_WhileSomeAreOnTheirWay_WaitsForTheirEnds()
    {
        var id = await RunAsync(Users(5));
        var taken = await TakeAsync(id, 3);
        await BeginAsync(taken[0]);
        await MoveAsync(id, CampaignMove.Cancel);
        (await CountsAsync(id)).ShouldBe(new CampaignCounts { Pending = 3, Cancelled = 2 });
        (await WalkAsync(id, RecipientOutcome.Pending, 10)).Count.ShouldBe(3);

        (await BeginAsync(taken[1])).Running.ShouldBeFalse();
        (await SettleAsync(taken[0])).ShouldBeTrue();
        await ReleaseAsync(taken[1], taken[2]);

        (await CountsAsync(id)).ShouldBe(new CampaignCounts { Sent = 1, Cancelled = 4 });
        (await PermitsAsync(taken[1].OpenId)).Usable.ShouldBe(1);
        (await WalkAsync(id, RecipientOutcome.Cancelled, 3)).Count.ShouldBe(4);
        (await StateAsync(id)).ShouldBe(CampaignState.Cancelled);
    }

    [Fact]
    public async Task Cancel_OfADraft_Cancels()
    {
        var id = await MakeAsync(Plan(), Users(3));
        (await MoveAsync(id, CampaignMove.Cancel)).ShouldBeTrue();
        (await CountsAsync(id)).Cancelled.ShouldBe(3);
    }

    [Fact]
    public async Task Moves_OfTwoAtTheSameTime_AreMadeByOne()
    {
        var id = await MakeAsync(Plan(), Users(3));
        var moved = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => MoveAsync(id, CampaignMove.Start)));

        moved.Count(made => made).ShouldBe(1);
    }

    [Fact]
    public async Task ChangeRate_IsOfThePlan_AndTheNextSlotsFollowIt()
    {
        var id = await RunAsync(Plan() with { Rate = 0.1 }, Users(8));
        await Store.ClaimAsync(App, id, new("h1", 1), default);

        (await Store.ChangeRateAsync(App, id, 20, default)).ShouldBe(new(true, CampaignState.Running));

        // Neither is the old spacing of ten seconds waited for, nor is anything caught up with.
        (await FindAsync(id)).Plan.ShouldBe(Plan() with { Rate = 20 }, new PlanComparer());
        var slots = (await Store.ClaimAsync(App, id, new("h2", 2), default)).Slots;
        slots.StartsIn.TotalMilliseconds.ShouldBeInRange(0, 50);
        slots.Spacing.TotalMilliseconds.ShouldBe(50, 0.01);
        (await Store.GetRunningAsync(default)).Single(one => one.Id == id).Plan.Rate.ShouldBe(20);
    }

    [Fact]
    public async Task ChangeRate_OfOneThatHasEnded_OrIsNotThere_ChangesNothing()
    {
        var id = await RunAsync(Plan(), Users(2));
        await Store.MoveAsync(App, id, CampaignMove.Cancel, default);

        (await Store.ChangeRateAsync(App, id, 3, default)).ShouldBe(new(false, CampaignState.Cancelled));
        (await Store.ChangeRateAsync(App, NewCampaign.NewId(Now), 3, default)).ShouldBeNull();
        (await FindAsync(id)).Plan.Rate.ShouldBe(Plan().Rate);
    }

    private sealed class PlanComparer : IEqualityComparer<CampaignPlan>
    {
        public bool Equals(CampaignPlan? one, CampaignPlan? other) => CampaignJson.Write(one!) == CampaignJson.Write(other!);

        public int GetHashCode(CampaignPlan plan) => CampaignJson.Write(plan).Length;
    }
}
