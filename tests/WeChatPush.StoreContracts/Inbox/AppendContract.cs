using WeChatPush.Inbox;

namespace WeChatPush.StoreContracts.Inbox;

public abstract class AppendContract<TStore> : InboxContract<TStore>
    where TStore : IInboxUnderTest, new()
{
    [Fact]
    public async Task Append_WhenTheKeyIsNew_Stores()
    {
        var push = await AppendAsync(Push());

        var claim = await ClaimOneAsync();
        claim.Id.ShouldBe(push.Id);
        claim.App.ShouldBe("shop");
        claim.OpenId.ShouldBe("user");
        claim.ReceivedAt.ShouldBe(push.ReceivedAt);
        claim.Attempt.ShouldBe(1);
        claim.Body.ToArray().ShouldBe(push.Body.ToArray());
    }

    [Fact]
    public async Task Append_WithASource_KeepsItBesideTheBody()
    {
        var source = new Dictionary<string, string> { ["x-wx-unionid"] = "union \"é", ["x-wx-from-appid"] = "wx1" };
        var push = await AppendAsync(Push() with { Source = source, Event = null });
        await AppendAsync(Push("another") with { Source = source, AwaitsReply = true });

        (await FindAsync(push.Id)).Source.ShouldBe(source);
        (await FindAsync(push.Id)).Body.ToArray().ShouldBe(push.Body.ToArray());
        foreach (var claim in await ClaimAsync())
            claim.Source.ShouldBe(source);
    }

    [Fact]
    public async Task Append_WithoutASource_HasNone()
    {
        var push = await AppendAsync(Push());

        (await FindAsync(push.Id)).Source.ShouldBeNull();
        (await ClaimOneAsync()).Source.ShouldBeNull();
    }

    [Fact]
    public async Task Append_WhenTheKeyWasSeen_IsADuplicateAndStoresNothing()
    {
        await AppendAsync(Push(key: "a"));

        (await Inbox.AppendAsync(Push(key: "a"), CancellationToken.None)).ShouldBe(AppendOutcome.Duplicate);
        (await ClaimAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Append_WhenFiftyCopiesArriveAtOnce_StoresOne()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ =>
            Task.Run(async () => await Inbox.AppendAsync(Push(key: "a"), CancellationToken.None))));

        outcomes.Count(outcome => outcome == AppendOutcome.Stored).ShouldBe(1);
        outcomes.Count(outcome => outcome == AppendOutcome.Duplicate).ShouldBe(49);
        (await ClaimAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Append_WhenAnotherPushCameBetween_StillKnowsTheFirst()
    {
        await AppendAsync(Push(key: "a"));
        await AppendAsync(Push(key: "b"));

        (await Inbox.AppendAsync(Push(key: "a"), CancellationToken.None)).ShouldBe(AppendOutcome.Duplicate);
    }

    [Fact]
    public async Task Append_WhenTheFirstIsDone_IsStillADuplicate()
    {
        await AppendAsync(Push(key: "a"));
        await DoneAsync(await ClaimOneAsync());

        (await Inbox.AppendAsync(Push(key: "a"), CancellationToken.None)).ShouldBe(AppendOutcome.Duplicate);
    }

    [Fact]
    public async Task Append_WhenTheFirstIsDead_IsStillADuplicate()
    {
        await AppendAsync(Push(key: "a"));
        await SettleAsync(await ClaimOneAsync(), new Settlement.DeadLetter("no"));

        (await Inbox.AppendAsync(Push(key: "a"), CancellationToken.None)).ShouldBe(AppendOutcome.Duplicate);
    }

    [Fact]
    public async Task Append_WhenTheProcessCrashedSince_IsStillADuplicate()
    {
        await AppendAsync(Push(key: "a"));
        await CrashAsync();

        (await Inbox.AppendAsync(Push(key: "a"), CancellationToken.None)).ShouldBe(AppendOutcome.Duplicate);
        (await ClaimAsync()).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(59, false)]
    [InlineData(61, true)]
    public async Task Append_AfterTheWindow_StoresAgain(int minutes, bool again)
    {
        await AppendAsync(Push(key: "a", window: TimeSpan.FromHours(1)));
        Time.Advance(TimeSpan.FromMinutes(minutes));

        var outcome = await Inbox.AppendAsync(Push(key: "a"), CancellationToken.None);
        outcome.ShouldBe(again ? AppendOutcome.Stored : AppendOutcome.Duplicate);
    }

    [Fact]
    public async Task Append_WhenAWaiterWaits_RingsIt()
    {
        var waiting = Inbox.WaitForWorkAsync(TimeSpan.FromHours(1), CancellationToken.None);
        await AppendAsync(Push());

        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
    }
}
