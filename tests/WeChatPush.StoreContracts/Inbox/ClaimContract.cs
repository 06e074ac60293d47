using WeChatPush.Inbox;

namespace WeChatPush.StoreContracts.Inbox;

public abstract class ClaimContract<TStore> : InboxContract<TStore>
    where TStore : IInboxUnderTest, new()
{
    [Fact]
    public async Task Claim_TakesTheOldestFirst_AndNoMoreThanAskedFor()
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add((await AppendAsync(Push($"user {i}"))).Id);
            Time.Advance(TimeSpan.FromMilliseconds(5));
        }

        (await ClaimAsync(2)).Select(claim => claim.Id).ShouldBe(ids[..2]);
        (await ClaimAsync(10)).Select(claim => claim.Id).ShouldBe(ids[2..]);
        (await ClaimAsync(10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Claim_OfOneUser_GivesOnePushAtATimeInOrder()
    {
        var first = await AppendAsync(Push());
        var second = await AppendAsync(Push());
        var third = await AppendAsync(Push());

        foreach (var expected in new[] { first, second, third })
        {
            var claim = await ClaimOneAsync();
            claim.Id.ShouldBe(expected.Id);
            (await ClaimAsync()).ShouldBeEmpty();
            (await DoneAsync(claim)).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Claim_WhenOneUserWaitsForARetry_OthersAreNotHeldBack()
    {
        await AppendAsync(Push("slow"));
        await AppendAsync(Push("slow"));
        await SettleAsync(await ClaimOneAsync(), RetryIn(TimeSpan.FromMinutes(5)));
        var other = await AppendAsync(Push("other"));

        (await ClaimOneAsync()).Id.ShouldBe(other.Id);
    }

    [Fact]
    public async Task Claim_AfterTheClockWasSetBack_FindsWhatWasDueBefore()
    {
        (await ClaimAsync()).ShouldBeEmpty();
        Time.Jump(TimeSpan.FromDays(2));
        var retried = await AppendAsync(Push("retried"));
        var held = await AppendAsync(Push("held"));
        var waiting = await AppendAsync(Push("waiting"));
        var claims = await ClaimAsync(2);
        claims.Select(claim => claim.Id).ShouldBe([retried.Id, held.Id]);
        await SettleAsync(claims[0], RetryIn(TimeSpan.FromMinutes(5)));

        Time.Jump(-TimeSpan.FromDays(2));

        (await ClaimOneAsync()).Id.ShouldBe(waiting.Id);
        Time.Advance(Settings.Dispatching.Lease + TimeSpan.FromSeconds(1));
        (await ClaimAsync()).Select(claim => claim.Id).Order().ShouldBe(new[] { held.Id, waiting.Id }.Order());
        Time.Advance(TimeSpan.FromMinutes(5));
        (await ClaimAsync()).Select(claim => claim.Id).ShouldContain(retried.Id);
    }

    [Fact]
    public async Task Claim_OfPushesAboutNone_KnowsNoOrder()
    {
        await AppendAsync(Push(user: null));
        await AppendAsync(Push(user: null));

        (await ClaimAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Claim_OfTheSameUserNameInTwoApps_AreTwoUsers()
    {
        await AppendAsync(Push(app: "shop"));
        await AppendAsync(Push(app: "club"));

        (await ClaimAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Claim_WhenTheLeaseEnded_TakesOver()
    {
        await AppendAsync(Push());
        var dead = await ClaimOneAsync();
        Time.Advance(TimeSpan.FromSeconds(61));

        var taken = await ClaimOneAsync();
        taken.Id.ShouldBe(dead.Id);
        taken.Attempt.ShouldBe(2);
        taken.Fence.ShouldBeGreaterThan(dead.Fence);
        (await FindAsync(dead.Id)).Timeline.ShouldContain(entry => entry.What == "lease expired");
    }

    [Fact]
    public async Task Claim_AfterACrash_TakesWhatTheDeadHeldWhenItsLeaseEnds()
    {
        await AppendAsync(Push());
        await ClaimOneAsync();
        await CrashAsync();

        (await ClaimAsync()).ShouldBeEmpty();
        Time.Advance(TimeSpan.FromSeconds(61));
        (await ClaimOneAsync()).Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task Claim_SaysWhenTheNextFallsDue()
    {
        await AppendAsync(Push());
        var retryAt = Time.GetUtcNow() + TimeSpan.FromSeconds(5);
        await SettleAsync(await ClaimOneAsync(), RetryIn(TimeSpan.FromSeconds(5)));

        var (pushes, nextDue) = await Inbox.ClaimAsync(10, ClaimScope.All, CancellationToken.None);
        pushes.ShouldBeEmpty();
        nextDue.ShouldBe(retryAt);
    }

    [Fact]
    public async Task Claim_WhenOneAppHasABacklog_LeavesPlacesToTheNext()
    {
        for (var i = 0; i < 40; i++)
            await AppendAsync(Push($"user {i}"));
        Time.Advance(TimeSpan.FromMilliseconds(5));
        await AppendAsync(Push("user 1", app: "club"));
        await AppendAsync(Push("user 2", app: "club"));

        var (first, _) = await ClaimWithinAsync(8, []);
        first.Count(push => push.App == "shop").ShouldBeInRange(1, 4);
        first.Count(push => push.App == "club").ShouldBeGreaterThan(0, "the backlog of another app came before it");
        var (second, _) = await ClaimWithinAsync(8, first);
        first.Concat(second).Count(push => push.App == "shop").ShouldBeInRange(1, 4);
        first.Concat(second).Count(push => push.App == "club").ShouldBe(2);
    }

    [Fact]
    public async Task Claim_OfAnAppThatHoldsItsShare_GivesNothing_AndIsNoReasonToLookAgain_UntilAPlaceIsFree()
    {
        for (var i = 0; i < 10; i++)
            await AppendAsync(Push($"user {i}"));
        var (held, _) = await ClaimWithinAsync(8, []);
        held.Count.ShouldBe(4);

        var (more, nextDue) = await ClaimWithinAsync(8, held);
        more.ShouldBeEmpty();
        (nextDue is null || nextDue > Time.GetUtcNow()).ShouldBeTrue("the loop would spin");

        (await DoneAsync(held[0])).ShouldBeTrue();
        (await ClaimWithinAsync(8, held.Skip(1))).Pushes.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Claim_OfAnAppThatHoldsItsShare_StillGivesWhatARequestWaitsFor()
    {
        for (var i = 0; i < 10; i++)
            await AppendAsync(Push($"user {i}"));
        var (held, _) = await ClaimWithinAsync(8, []);
        var urgent = await AppendAsync(Push("user 99") with { AwaitsReply = true });

        (await ClaimWithinAsync(8, held)).Pushes.ShouldHaveSingleItem().Id.ShouldBe(urgent.Id);
    }

    [Fact]
    public async Task Claim_WithoutOtherApps_TakesEveryPlace()
    {
        for (var i = 0; i < 10; i++)
            await AppendAsync(Push($"user {i}"));

        (await ClaimAsync(8)).Count.ShouldBe(8);
    }

    [Fact]
    public async Task Renew_KeepsTheLease()
    {
        await AppendAsync(Push());
        var claim = await ClaimOneAsync();
        Time.Advance(TimeSpan.FromSeconds(40));
        (await Inbox.RenewAsync([claim], CancellationToken.None)).ShouldBeEmpty();
        Time.Advance(TimeSpan.FromSeconds(40));

        (await ClaimAsync()).ShouldBeEmpty();
        (await DoneAsync(claim)).ShouldBeTrue();
    }

    [Fact]
    public async Task Renew_NamesWhatWasLost()
    {
        await AppendAsync(Push());
        var late = await ClaimOneAsync();
        Time.Advance(TimeSpan.FromSeconds(61));
        await ClaimOneAsync();

        (await Inbox.RenewAsync([late], CancellationToken.None)).ShouldBe([late]);
    }

    private ValueTask<ClaimResult> ClaimWithinAsync(int places, IEnumerable<ClaimedPush> held)
    {
        var counts = held.GroupBy(push => push.App).ToDictionary(app => app.Key, app => app.Count());
        return Inbox.ClaimAsync(places - counts.Values.Sum(), ClaimScope.All, new AppQuota(places, counts), CancellationToken.None);
    }
}
