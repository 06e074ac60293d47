using WeChatPush.Inbox;

namespace WeChatPush.StoreContracts.Inbox;

public abstract class SettleContract<TStore> : InboxContract<TStore>
    where TStore : IInboxUnderTest, new()
{
    [Fact]
    public async Task Done_EndsThePush()
    {
        var push = await AppendAsync(Push());
        (await DoneAsync(await ClaimOneAsync())).ShouldBeTrue();

        (await ClaimAsync()).ShouldBeEmpty();
        var detail = await FindAsync(push.Id);
        detail.State.ShouldBe(PushState.Done);
        detail.Attempts.ShouldBe(1);
        detail.Timeline.Select(entry => entry.What).ShouldBe(["received", "done"]);
        detail.Timeline[1].Detail.ShouldBe("handled");
    }

    [Fact]
    public async Task Done_WithoutAHandler_SaysSo_AlsoOnceItIsReplayed()
    {
        var push = await AppendAsync(Push("a"));
        await SettleAsync((await ClaimAsync()).ShouldHaveSingleItem(), new Settlement.Done(Settlement.NoHandler));
        Words((await FindAsync(push.Id)).Timeline).ShouldBe(["received", "done no handler"]);

        (await History.ReplayAsync("shop", push.Id, new ReplayRequest("admin", null), CancellationToken.None)).ShouldBeTrue();
        await SettleAsync((await ClaimAsync()).ShouldHaveSingleItem(), new Settlement.Done(Settlement.NoHandler));
        Words((await FindAsync(push.Id)).Timeline).ShouldBe(
            ["received", "done no handler", "replay by admin", "done no handler"]);

        static IEnumerable<string> Words(IReadOnlyList<TimelineEntry> timeline) =>
            timeline.Select(entry => $"{entry.What} {entry.Detail}".Trim());
    }

    [Fact]
    public async Task Settle_WhenTheLeaseWasLost_ChangesNothing()
    {
        var push = await AppendAsync(Push());
        var late = await ClaimOneAsync();
        Time.Advance(TimeSpan.FromSeconds(61));
        var holder = await ClaimOneAsync();

        foreach (Settlement settlement in new Settlement[]
        {
            new Settlement.Done(null), new Settlement.DeadLetter("no"), new Settlement.Release(),
            RetryIn(TimeSpan.Zero), new Settlement.Defer(Time.GetUtcNow(), "stopped"),
        })
        {
            (await SettleAsync(late, settlement)).ShouldBeFalse();
        }

        (await FindAsync(push.Id)).State.ShouldBe(PushState.Processing);
        (await DoneAsync(holder)).ShouldBeTrue();
    }

    [Fact]
    public async Task Settle_Twice_CountsOnce()
    {
        await AppendAsync(Push());
        await AppendAsync(Push());
        var claim = await ClaimOneAsync();

        (await DoneAsync(claim)).ShouldBeTrue();
        (await DoneAsync(claim)).ShouldBeFalse();
        (await ClaimAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Retry_WaitsForItsTime_ThenIsTheNextAttempt()
    {
        var push = await AppendAsync(Push());
        await SettleAsync(await ClaimOneAsync(), RetryIn(TimeSpan.FromSeconds(5)));

        (await FindAsync(push.Id)).State.ShouldBe(PushState.Retrying);
        (await ClaimAsync()).ShouldBeEmpty();
        Time.Advance(TimeSpan.FromSeconds(5));
        (await ClaimOneAsync()).Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task Retry_ThatDoesNotCount_IsTheSameAttemptAgain_AndSaysSoOnce()
    {
        var push = await AppendAsync(Push());
        for (var i = 0; i < 20; i++)
        {
            var claim = await ClaimOneAsync();
            claim.Attempt.ShouldBe(1);
            await SettleAsync(claim, RetryIn(TimeSpan.FromSeconds(1), counts: false));
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        var detail = await FindAsync(push.Id);
        detail.Attempts.ShouldBe(0);
        detail.Timeline.Count(entry => entry.What == "retry").ShouldBe(1);
    }

    [Fact]
    public async Task Retry_KeepsTheUsersOrder()
    {
        var first = await AppendAsync(Push());
        var second = await AppendAsync(Push());
        await SettleAsync(await ClaimOneAsync(), RetryIn(TimeSpan.FromSeconds(5)));
        (await ClaimAsync()).ShouldBeEmpty();

        Time.Advance(TimeSpan.FromSeconds(5));
        var again = await ClaimOneAsync();
        again.Id.ShouldBe(first.Id);
        await DoneAsync(again);
        (await ClaimOneAsync()).Id.ShouldBe(second.Id);
    }

    [Fact]
    public async Task Defer_LeavesThePushQueued_AndSaysSoOnce()
    {
        var push = await AppendAsync(Push());
        for (var i = 0; i < 3; i++)
        {
            await SettleAsync(await ClaimOneAsync(), new Settlement.Defer(Time.GetUtcNow().AddMinutes(1), "quota"));
            Time.Advance(TimeSpan.FromMinutes(1));
        }

        var detail = await FindAsync(push.Id);
        detail.State.ShouldBe(PushState.Queued);
        detail.Attempts.ShouldBe(0);
        detail.Timeline.Count(entry => entry.What == "postponed").ShouldBe(1);
    }

    [Fact]
    public async Task DeadLetter_KeepsTheReason_AndLetsTheUsersNextPushThrough()
    {
        var first = await AppendAsync(Push());
        var second = await AppendAsync(Push());
        await SettleAsync(await ClaimOneAsync(), new Settlement.DeadLetter("47003 argument invalid"));

        var dead = await FindAsync(first.Id);
        dead.State.ShouldBe(PushState.Dead);
        dead.Timeline[^1].ShouldSatisfyAllConditions(
            entry => entry.What.ShouldBe("dead"), entry => entry.Detail.ShouldBe("47003 argument invalid"));
        (await ClaimOneAsync()).Id.ShouldBe(second.Id);
    }

    [Fact]
    public async Task Release_GivesThePushBackUntouched()
    {
        var push = await AppendAsync(Push());
        await SettleAsync(await ClaimOneAsync(), new Settlement.Release());

        (await FindAsync(push.Id)).State.ShouldBe(PushState.Queued);
        (await ClaimOneAsync()).Attempt.ShouldBe(1);
    }

    [Fact]
    public async Task Release_OfALaterAttempt_StaysRetrying()
    {
        var push = await AppendAsync(Push());
        await SettleAsync(await ClaimOneAsync(), RetryIn(TimeSpan.Zero));
        await SettleAsync(await ClaimOneAsync(), new Settlement.Release());

        (await FindAsync(push.Id)).State.ShouldBe(PushState.Retrying);
        (await ClaimOneAsync()).Attempt.ShouldBe(2);
    }
}
