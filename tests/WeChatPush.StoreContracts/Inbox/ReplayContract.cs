using WeChatPush.Inbox;

namespace WeChatPush.StoreContracts.Inbox;

public abstract class ReplayContract<TStore> : InboxContract<TStore>
    where TStore : IInboxUnderTest, new()
{
    private static readonly ReplayRequest ByHand = new("admin", "customer asked");

    [Fact]
    public async Task Replay_OfAFinishedPush_RunsItAgainFromTheFirstAttempt()
    {
        var push = await AppendAsync(Push());
        await DoneAsync(await ClaimOneAsync());

        (await History.ReplayAsync("shop", push.Id, ByHand, CancellationToken.None)).ShouldBeTrue();
        var claim = await ClaimOneAsync();
        claim.Attempt.ShouldBe(1);
        claim.Replay.ShouldBe(1);
        (await FindAsync(push.Id)).Timeline.ShouldContain(entry => entry.What == "replay" && entry.Detail == "by admin: customer asked");
    }

    [Fact]
    public async Task Replay_OfAPushBeingHandled_RunsItAgainAfterwards()
    {
        var push = await AppendAsync(Push());
        var claim = await ClaimOneAsync();
        await History.ReplayAsync("shop", push.Id, ByHand, CancellationToken.None);
        (await ClaimAsync()).ShouldBeEmpty();

        await DoneAsync(claim);
        (await ClaimOneAsync()).Replay.ShouldBe(1);
    }

    [Fact]
    public async Task Replay_WhenTheUserHasAPushInHand_WaitsForIt()
    {
        var old = await AppendAsync(Push());
        await DoneAsync(await ClaimOneAsync());
        await AppendAsync(Push());
        var current = await ClaimOneAsync();
        await History.ReplayAsync("shop", old.Id, ByHand, CancellationToken.None);
        (await ClaimAsync()).ShouldBeEmpty();

        await DoneAsync(current);
        (await ClaimOneAsync()).Id.ShouldBe(old.Id);
    }

    [Fact]
    public async Task Replay_OfAWaitingPush_DoesNotOvertake()
    {
        await AppendAsync(Push());
        var second = await AppendAsync(Push());
        await ClaimOneAsync();

        await History.ReplayAsync("shop", second.Id, ByHand, CancellationToken.None);
        (await ClaimAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Replay_OfARetryingPush_RunsItNow()
    {
        var push = await AppendAsync(Push());
        await SettleAsync(await ClaimOneAsync(), RetryIn(TimeSpan.FromHours(1)));

        await History.ReplayAsync("shop", push.Id, ByHand, CancellationToken.None);
        (await ClaimOneAsync()).Id.ShouldBe(push.Id);
    }

    [Fact]
    public async Task ReplayDeadLetters_TakesThemAll_AndNothingElse()
    {
        for (var i = 0; i < 250; i++)
            await AppendAsync(Push($"user {i}"));
        foreach (var claim in await ClaimAsync(250))
            await SettleAsync(claim, new Settlement.DeadLetter("no"));
        await AppendAsync(Push("another", app: "club"));
        await SettleAsync(await ClaimOneAsync(), new Settlement.DeadLetter("no"));

        (await History.ReplayDeadLettersAsync("shop", ByHand, CancellationToken.None)).ShouldBe(250);
        (await ClaimAsync(1000)).Count.ShouldBe(250);
        (await History.CountAsync("club", CancellationToken.None)).Dead.ShouldBe(1);
    }

    [Fact]
    public async Task ReplayDeadLetters_WhileTheyDieAgain_TouchesEachOnce()
    {
        const int Count = 450;
        for (var i = 0; i < Count; i++)
            await AppendAsync(Push($"user {i}"));
        foreach (var claim in await ClaimAsync(Count))
            await SettleAsync(claim, new Settlement.DeadLetter("410"));

        // A destination that refuses at once: what is replayed is dead again before the next step of the replay.
        using var over = new CancellationTokenSource();
        var runs = new List<string>();
        var handling = Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                foreach (var claim in await ClaimAsync(50))
                {
                    runs.Add(claim.Id);
                    await SettleAsync(claim, new Settlement.DeadLetter("410"));
                }
            }
        });
        var replayed = await History.ReplayDeadLettersAsync("shop", ByHand, CancellationToken.None);
        await over.CancelAsync();
        await handling;
        foreach (var claim in await ClaimAsync(Count))
            runs.Add(claim.Id);

        replayed.ShouldBe(Count);
        runs.Distinct().Count().ShouldBe(runs.Count, "a push was handled twice");
        (await History.CountAsync("shop", CancellationToken.None)).Queued.ShouldBe(0);
    }

    [Fact]
    public async Task ReplayDeadLetters_TakesNoneThatDiedLater()
    {
        var dead = await AppendAsync(Push("a"));
        await AppendAsync(Push("b"));
        var claims = await ClaimAsync();
        await SettleAsync(claims.Single(claim => claim.Id == dead.Id), new Settlement.DeadLetter("no"));

        (await History.ReplayDeadLettersAsync("shop", ByHand, CancellationToken.None)).ShouldBe(1);
        await SettleAsync(claims.Single(claim => claim.Id != dead.Id), new Settlement.DeadLetter("no"));

        (await ClaimAsync()).ShouldHaveSingleItem().Id.ShouldBe(dead.Id);
    }

    [Fact]
    public async Task Replay_TwiceAtOnce_IsOneNewRun()
    {
        var push = await AppendAsync(Push());
        await SettleAsync(await ClaimOneAsync(), new Settlement.DeadLetter("no"));

        var replays = await Task.WhenAll(Enumerable.Range(0, 2).Select(
            async _ => await History.ReplayAsync("shop", push.Id, ByHand, CancellationToken.None)));

        replays.ShouldAllBe(found => found);
        var claim = await ClaimOneAsync();
        claim.Replay.ShouldBe(1);
        await DoneAsync(claim);
        (await ClaimAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Replay_OfAPushThatIsPutBack_RunsItNow_InTheSameRun()
    {
        var push = await AppendAsync(Push());
        await SettleAsync(await ClaimOneAsync(), new Settlement.Defer(Time.GetUtcNow() + TimeSpan.FromHours(1), "stopped"));

        await History.ReplayAsync("shop", push.Id, ByHand, CancellationToken.None);
        (await ClaimOneAsync()).Replay.ShouldBe(0);
    }

    [Fact]
    public async Task ReplayDeadLetters_TwiceAtOnce_ReplaysEachOnce()
    {
        for (var i = 0; i < 300; i++)
            await AppendAsync(Push($"user {i}"));
        foreach (var claim in await ClaimAsync(300))
            await SettleAsync(claim, new Settlement.DeadLetter("no"));

        var counts = await Task.WhenAll(Enumerable.Range(0, 2).Select(
            async _ => await History.ReplayDeadLettersAsync("shop", ByHand, CancellationToken.None)));

        counts.Sum().ShouldBe(300);
        (await ClaimAsync(1000)).ShouldAllBe(claim => claim.Replay == 1);
    }
}
