using WeChatPush.Campaigns;
using WeChatPush.Credits;

namespace WeChatPush.StoreContracts.Campaigns;

public abstract class RecoverContract<TStore> : CampaignStoreContract<TStore>
    where TStore : ICampaignStoreUnderTest, new()
{
    [Fact]
    public async Task Recover_OfAHolderWhoFellSilent_TellsBegunFromNotBegun()
    {
        var id = await RunAsync(Users(4));
        var taken = await TakeAsync(id, 3);
        await BeginAsync(taken[0]);
        await CrashAsync();
        Time.Advance(Lease - TimeSpan.FromSeconds(1));
        (await RecoverAsync()).ShouldBe(0);
        Time.Advance(TimeSpan.FromSeconds(1));

        (await RecoverAsync()).ShouldBe(3);
        (await RecoverAsync()).ShouldBe(0);
        (await CountsAsync(id)).ShouldBe(new CampaignCounts { Pending = 3, Uncertain = 1 });
        (await PermitsAsync(taken[0].OpenId)).ShouldBe(new PermitBalance(0, 0, false, 1, 0));
        (await PermitsAsync(taken[1].OpenId)).ShouldBe(new PermitBalance(1, 0, false, 0, 0));
        (await TakeAsync(id, 10, Other)).Select(one => one.Number).ShouldBe([2, 3, 4]);
    }

    [Fact]
    public async Task Recover_OfAHolderThatDiedBetweenTwoTries_LetsTheRecipientWaitAgain()
    {
        var id = await RunAsync(Users(2));
        var taken = await TakeAsync(id);
        await BeginAsync([.. taken]);
        await Store.WithdrawAsync([taken[0]], default);
        await CrashAsync();
        Time.Advance(Lease);

        (await RecoverAsync()).ShouldBe(2);
        (await CountsAsync(id)).ShouldBe(new CampaignCounts { Pending = 1, Uncertain = 1 });
        (await PermitsAsync(taken[0].OpenId)).ShouldBe(new PermitBalance(1, 0, false, 0, 0));
    }

    [Fact]
    public async Task Withdraw_LeavesTheRecipientToItsHolder_AndPassesOverThoseItNoLongerHas()
    {
        var id = await RunAsync(Users(2));
        var taken = await TakeAsync(id);
        await BeginAsync([.. taken]);
        await Store.WithdrawAsync(taken, default);
        (await BeginAsync([.. taken])).Begun.Count.ShouldBe(2);
        (await SettleAsync(taken[0])).ShouldBeTrue();
        Time.Advance(Lease);
        await RecoverAsync();

        await Store.WithdrawAsync(taken, default);
        (await CountsAsync(id)).ShouldBe(new CampaignCounts { Sent = 1, Uncertain = 1 });
    }

    [Fact]
    public async Task Recover_LeavesThoseWhoGiveSignsOfLifeAlone()
    {
        var id = await RunAsync(Users(4));
        var mine = await TakeAsync(id, 2);
        await TakeAsync(id, 2, Other);
        Time.Advance(Lease - TimeSpan.FromSeconds(1));
        (await Store.RenewAsync(App, id, Holder, default)).ShouldBeTrue();
        Time.Advance(TimeSpan.FromSeconds(1));

        (await RecoverAsync()).ShouldBe(2);
        (await BeginAsync(mine)).Begun.Count.ShouldBe(2);
        (await Store.RenewAsync(App, id, Other, default)).ShouldBeFalse();
        (await Store.RenewAsync(App, id, "nobody", default)).ShouldBeFalse();
    }

    [Fact]
    public async Task Recover_AfterTheClockWasSetBack_EndsTheLeaseOfADeadHolder_AndLeavesALivingOne()
    {
        var id = await RunAsync(Users(4));
        Time.Jump(TimeSpan.FromHours(1));
        var dead = await TakeAsync(id, 2, Other);
        await BeginAsync(dead[0]);
        var mine = await TakeAsync(id, 2);
        Time.Jump(TimeSpan.FromHours(-1));

        for (var i = 0; i < 2; i++)
        {
            (await Store.RenewAsync(App, id, Holder, default)).ShouldBeTrue();
            (await RecoverAsync()).ShouldBe(0);
            Time.Advance(Lease / 2);
        }

        (await RecoverAsync()).ShouldBe(2);
        (await CountsAsync(id)).ShouldBe(new CampaignCounts { Pending = 3, Uncertain = 1 });
        (await BeginAsync(mine)).Begun.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Recover_AfterTheClockJumpedAhead_SendsToNoneTwice()
    {
        var id = await RunAsync(Users(2));
        var taken = await TakeAsync(id);
        await BeginAsync(taken[0]);
        Time.Jump(TimeSpan.FromHours(1));
        (await RecoverAsync()).ShouldBe(2);
        Time.Jump(TimeSpan.FromHours(-1));

        (await BeginAsync(taken[1])).Begun.ShouldBeEmpty();
        (await SettleAsync(taken[0])).ShouldBeFalse();
        (await TakeAsync(id, 10, Other)).Select(one => one.Number).ShouldBe([taken[1].Number]);
        (await CountsAsync(id)).ShouldBe(new CampaignCounts { Pending = 1, Uncertain = 1 });
    }

    [Fact]
    public async Task Take_IsASignOfLife()
    {
        var id = await RunAsync(Users(4));
        await TakeAsync(id, 1);
        Time.Advance(Lease - TimeSpan.FromSeconds(1));
        await TakeAsync(id, 1);
        Time.Advance(Lease - TimeSpan.FromSeconds(1));

        (await RecoverAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Ends_ThatComeAfterTheRecovery_ChangeNothing()
    {
        var id = await RunAsync(Users(2));
        var taken = await TakeAsync(id);
        await BeginAsync(taken[0]);
        Time.Advance(Lease);
        await RecoverAsync();
        var again = (await TakeAsync(id, 1, Other)).Single();

        (await SettleAsync(taken[0])).ShouldBeFalse();
        (await BeginAsync(taken[1])).Begun.ShouldBeEmpty();
        (await SettleAsync(taken[1])).ShouldBeFalse();
        await ReleaseAsync(taken);
        (await CountsAsync(id)).ShouldBe(new CampaignCounts { Pending = 1, Uncertain = 1 });
        (await SettleAsync(again)).ShouldBeTrue();
        (await StateAsync(id)).ShouldBe(CampaignState.Finished);
    }

    [Fact]
    public async Task Recover_InPieces_EndsThemAll()
    {
        var id = await RunAsync(Users(25));
        var taken = await TakeAsync(id);
        await BeginAsync([.. taken.Take(12)]);
        Time.Advance(Lease);

        var pieces = new List<int>();
        while (await Store.RecoverAsync(10, default) is > 0 and var recovered)
            pieces.Add(recovered);

        pieces.Sum().ShouldBe(25);
        pieces.ShouldAllBe(piece => piece <= 10);
        (await CountsAsync(id)).ShouldBe(new CampaignCounts { Pending = 13, Uncertain = 12 });
    }

    [Fact]
    public async Task Recover_OfTheLast_FinishesTheCampaign()
    {
        var id = await RunAsync("oA");
        await BeginAsync(await TakeAsync(id));
        Time.Advance(Lease);
        await RecoverAsync();

        (await StateAsync(id)).ShouldBe(CampaignState.Finished);
        (await CountsAsync(id)).ShouldBe(new CampaignCounts { Uncertain = 1 });
    }

    [Fact]
    public async Task Recover_InACancelledCampaign_CancelsWhoWasNotBegun()
    {
        var id = await RunAsync(Users(3));
        var taken = await TakeAsync(id, 2);
        await BeginAsync(taken[0]);
        await MoveAsync(id, CampaignMove.Cancel);
        Time.Advance(Lease);
        await RecoverAsync();

        (await CountsAsync(id)).ShouldBe(new CampaignCounts { Uncertain = 1, Cancelled = 2 });
        (await PermitsAsync(taken[1].OpenId)).Usable.ShouldBe(1);
    }

    [Fact]
    public async Task Recover_OfADryRun_LeavesEveryCreditAlone()
    {
        var id = await RunAsync(Plan() with { DryRun = true }, "oA");
        await TakeAsync(id);
        Time.Advance(Lease);
        (await RecoverAsync()).ShouldBe(1);

        (await PermitsAsync("oA")).ShouldBe(new PermitBalance(1, 0, false, 0, 0));
        (await TakeAsync(id, 10, Other)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task TheLedgersOwnRecovery_NeverTouchesACampaign()
    {
        var id = await RunAsync("oA");
        var taken = await TakeAsync(id);
        Time.Advance(Lease * 10);

        (await Ledger.RecoverAsync(1000, default)).ShouldBe(0);
        (await PermitsAsync("oA")).ShouldBe(new PermitBalance(0, 1, false, 0, 0));
        (await SettleAsync(taken[0], RecipientOutcome.Failed, CreditOutcome.Returned)).ShouldBeTrue();
        (await PermitsAsync("oA")).Usable.ShouldBe(1);
    }
}
