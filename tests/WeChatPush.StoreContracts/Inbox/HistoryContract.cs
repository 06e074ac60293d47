using WeChatPush.Inbox;

namespace WeChatPush.StoreContracts.Inbox;

public abstract class HistoryContract<TStore> : InboxContract<TStore>
    where TStore : IInboxUnderTest, new()
{
    private static readonly ReplayRequest ByHand = new("admin", "customer asked");

    [Fact]
    public async Task List_IsNewestFirst_AndOfOneApp()
    {
        var first = await AppendAsync(Push("a"));
        Time.Advance(TimeSpan.FromSeconds(1));
        var second = await AppendAsync(Push("b"));
        await AppendAsync(Push("c", app: "club"));

        (await ListAsync(new PushFilter())).Select(item => item.Id).ShouldBe([second.Id, first.Id]);
    }

    [Fact]
    public async Task List_InPages_ShowsEachOnce()
    {
        var ids = new List<string>();
        for (var i = 0; i < 25; i++)
            ids.Add((await AppendAsync(Push($"user {i}"))).Id);
        ids.Reverse();

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await History.ListAsync("shop", new PushFilter { Limit = 10, Cursor = cursor }, CancellationToken.None);
            page.Items.Count.ShouldBeLessThanOrEqualTo(10);
            seen.AddRange(page.Items.Select(item => item.Id));
            cursor = page.Next;
            await AppendAsync(Push("late")); // what arrives meanwhile does not disturb the pages
        }
        while (cursor is not null);

        seen.ShouldBe(ids);
    }

    [Fact]
    public async Task List_Filters()
    {
        var start = Time.GetUtcNow();
        var text = await AppendAsync(Push("a"));
        Time.Advance(TimeSpan.FromSeconds(10));
        var enter = await AppendAsync(Push("b") with { MsgType = "event", Event = "user_enter_tempsession" });
        Time.Advance(TimeSpan.FromSeconds(10));
        var dead = await AppendAsync(Push("c"));
        await SettleAsync((await ClaimAsync()).Single(claim => claim.Id == dead.Id), new Settlement.DeadLetter("no"));

        await Expect(new PushFilter { State = PushState.Dead }, dead.Id);
        await Expect(new PushFilter { State = PushState.Processing }, enter.Id, text.Id);
        await Expect(new PushFilter { State = PushState.Done });
        await Expect(new PushFilter { MsgType = "EVENT" }, enter.Id);
        await Expect(new PushFilter { Event = "User_Enter_Tempsession" }, enter.Id);
        await Expect(new PushFilter { OpenId = "a" }, text.Id);
        await Expect(new PushFilter { Since = start.AddSeconds(10) }, dead.Id, enter.Id);
        await Expect(new PushFilter { Until = start.AddSeconds(10) }, text.Id);

        async Task Expect(PushFilter filter, params string[] ids) =>
            (await ListAsync(filter)).Select(item => item.Id).ShouldBe(ids);
    }

    [Fact]
    public async Task Find_ShowsTheOriginal()
    {
        var push = await AppendAsync(Push("a"));

        var detail = await FindAsync(push.Id);
        detail.Body.ToArray().ShouldBe(push.Body.ToArray());
        detail.State.ShouldBe(PushState.Queued);
        detail.OpenId.ShouldBe("a");
        detail.Timeline.ShouldHaveSingleItem().What.ShouldBe("received");
        detail.Sends.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("00000000000000000000000000000000")]
    public async Task Find_OfWhatIsNotThere_IsNull(string id)
    {
        (await History.FindAsync("shop", id, CancellationToken.None)).ShouldBeNull();
        (await History.ReplayAsync("shop", id, ByHand, CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task Find_InAnotherApp_IsNull()
    {
        var push = await AppendAsync(Push());
        (await History.FindAsync("club", push.Id, CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task ReadDueHeads_NamesTheOldestOfEachApp_AndWhenItFellDue()
    {
        (await HeadsAsync()).ShouldBeEmpty();
        var first = Time.GetUtcNow();
        await AppendAsync(Push("a"));
        await AppendAsync(Push("waits") with { AwaitsReply = true });
        Time.Advance(TimeSpan.FromMinutes(5));
        await AppendAsync(Push("b"));
        await AppendAsync(Push("c", app: "club"));

        var heads = await HeadsAsync();
        heads.Single(head => head.App == "shop").At.ShouldBe(first, TimeSpan.FromSeconds(1));
        var claims = await ClaimAsync();
        claims.Count.ShouldBe(4);

        (await HeadsAsync()).ShouldAllBe(head => head.At > Time.GetUtcNow(), "what is being handled does not wait");
        (await HeadsAsync()).Select(head => head.App).Order().ShouldBe(["club", "shop"]);
    }

    [Fact]
    public async Task Count_CountsByState()
    {
        foreach (var user in new[] { "a", "b", "c", "d", "d", "e" })
        {
            await AppendAsync(Push(user));
            Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        var claims = await ClaimAsync(4);
        await SettleAsync(claims[0], RetryIn(TimeSpan.FromHours(1)));
        await SettleAsync(claims[1], new Settlement.DeadLetter("no"));
        await DoneAsync(claims[2]);

        (await History.CountAsync("shop", CancellationToken.None)).ShouldBe(new PushBacklog(Queued: 2, Processing: 1, Retrying: 1, Dead: 1));
        (await History.CountDeadAsync("shop", CancellationToken.None)).ShouldBe(1);
    }

    [Fact]
    public async Task Sweep_ForgetsWhatHasHadItsTime_AndNothingUnfinished()
    {
        var done = await AppendAsync(Push("a"));
        var dead = await AppendAsync(Push("b"));
        var open = await AppendAsync(Push("c"));
        var claims = await ClaimAsync();
        await DoneAsync(claims.Single(claim => claim.Id == done.Id));
        await SettleAsync(claims.Single(claim => claim.Id == dead.Id), new Settlement.DeadLetter("no"));

        Time.Advance(TimeSpan.FromDays(8));
        await SweepAllAsync();
        (await History.FindAsync("shop", done.Id, CancellationToken.None)).ShouldBeNull();
        (await FindAsync(dead.Id)).State.ShouldBe(PushState.Dead);

        Time.Advance(TimeSpan.FromDays(30));
        await SweepAllAsync();
        (await History.FindAsync("shop", dead.Id, CancellationToken.None)).ShouldBeNull();
        (await FindAsync(open.Id)).State.ShouldBe(PushState.Processing);
    }

    [Fact]
    public async Task Sweep_WithinTheWindow_ForgetsNoKey()
    {
        await AppendAsync(Push(key: "long", window: TimeSpan.FromHours(72)));
        Time.Advance(TimeSpan.FromHours(71));
        await SweepAllAsync();

        (await Inbox.AppendAsync(Push(key: "long"), CancellationToken.None)).ShouldBe(AppendOutcome.Duplicate);
    }

    private async Task SweepAllAsync()
    {
        for (var quiet = 0; quiet < 3;)
            quiet = await Inbox.SweepAsync(100, CancellationToken.None) == 0 ? quiet + 1 : 0;
    }

    private async Task<IReadOnlyList<PushSummary>> ListAsync(PushFilter filter) =>
        (await History.ListAsync("shop", filter, CancellationToken.None)).Items;

    private async Task<IReadOnlyList<DueHead>> HeadsAsync() => await Inbox.ReadDueHeadsAsync(["shop", "club"], CancellationToken.None);
}
