using WeChatPush.Inbox;

namespace WeChatPush.StoreContracts.Inbox;

/// <summary>Dead letters in bulk: how they are read and grouped, and the steps that touch many of them.</summary>
public abstract class BulkContract<TStore> : DeadLetterFixture<TStore>
    where TStore : IInboxUnderTest, new()
{
    private static readonly ReplayRequest ByHand = new("admin", "over");

    [Fact]
    public async Task Read_PageByPage_FindsEachWithItsReason_InBothOrders()
    {
        var ids = await DieAsync(7);
        await AppendAsync(Push("other", app: "club"));
        await SettleAsync(await ClaimOneAsync(), new Settlement.DeadLetter("no"));
        await AppendAsync(Push("waits"));

        var found = await ReadAllAsync(3);
        found.Select(push => push.Id).ShouldBe(ids);
        found.ShouldAllBe(push => push.Reason == "rule: failed 47003" && push.MsgType == "text" && push.DiedAt == Time.GetUtcNow());
        found[2].OpenId.ShouldBe("user 2");
        (await Letters.CountAsync("shop", default)).ShouldBe(7);

        var newest = await Letters.ReadNewestAsync("shop", long.MaxValue, 4, default);
        newest.Items.Select(push => push.Id).ShouldBe(ids.Reverse().Take(4));
        newest = await Letters.ReadNewestAsync("shop", newest.Next.ShouldNotBeNull(), 4, default);
        newest.Items.Select(push => push.Id).ShouldBe(ids.Reverse().Skip(4));
        newest.Next.ShouldBeNull();
    }

    [Fact]
    public async Task Apply_OfADiscard_EndsThePush_AndItsTimelineSaysWhoAndWhy()
    {
        var id = (await DieAsync(1)).Single();
        (await ApplyAsync(OperationKind.Discard)).ShouldNotBeNull().Done.ShouldBe(1);

        var push = await FindAsync(id);
        push.State.ShouldBe(PushState.Done);
        push.Timeline.Select(entry => entry.What).ShouldBe(["received", "dead", "discarded"]);
        push.Timeline[1].Detail.ShouldBe("rule: failed 47003");
        push.Timeline[2].Detail.ShouldBe("by admin: over");
        (await Letters.CountAsync("shop", default)).ShouldBe(0);
        (await ClaimAsync()).ShouldBeEmpty();
        Time.Advance(TimeSpan.FromHours(1));
        (await ClaimAsync()).ShouldBeEmpty();

        (await History.ReplayAsync("shop", id, ByHand, default)).ShouldBeTrue();
        await DoneAsync(await ClaimOneAsync());
        (await FindAsync(id)).Timeline.Select(entry => entry.What).ShouldBe(["received", "dead", "discarded", "replay", "done"]);
    }

    [Fact]
    public async Task Apply_OfADiscard_LeavesTheUsersOtherPushesAlone()
    {
        await DieAsync(1);
        var second = await AppendAsync(Push("user 0"));
        var third = await AppendAsync(Push("user 0"));
        var held = await ClaimOneAsync();
        await ApplyAsync(OperationKind.Discard);

        held.Id.ShouldBe(second.Id);
        (await ClaimAsync()).ShouldBeEmpty();
        (await DoneAsync(held)).ShouldBeTrue();
        (await ClaimOneAsync()).Id.ShouldBe(third.Id);
    }

    [Theory]
    [InlineData(OperationKind.Replay)]
    [InlineData(OperationKind.Discard)]
    public async Task Apply_LeavesWhatDiedLater_AndWhatIsNotDead(OperationKind kind)
    {
        await DieAsync(1);
        await AppendAsync(Push("waits"));
        await AppendAsync(Push("late"));
        var step = await StepAsync(kind);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        await SettleAsync((await ClaimAsync()).Single(claim => claim.OpenId == "late"), new Settlement.DeadLetter("later"));
        var late = (await ReadAllAsync(10))[^1].Position;

        (await Letters.ApplyAsync("shop", step with { Positions = [.. step.Positions, late, late - 1, late + 1], To = late + 1 }, default))
            .ShouldNotBeNull().ShouldBe(new(late + 1, 1, 0, false));
        (await ReadAllAsync(10)).ShouldHaveSingleItem().OpenId.ShouldBe("late");
    }

    [Fact]
    public async Task Apply_OfAReplay_WithoutAPayload_Fails_AndADiscardDoesNot()
    {
        Settings.Retention.Payload = TimeSpan.Zero;
        await DieAsync(2);
        Time.Advance(TimeSpan.FromMinutes(1));
        while (await Inbox.SweepAsync(500, default) > 0)
        {
        }

        (await ApplyAsync(OperationKind.Replay)).ShouldNotBeNull().ShouldSatisfyAllConditions(
            progress => progress.Done.ShouldBe(0), progress => progress.Failed.ShouldBe(2));
        (await Letters.CountAsync("shop", default)).ShouldBe(2);
        (await ApplyAsync(OperationKind.Discard, "another")).ShouldNotBeNull().Done.ShouldBe(2);
    }

    [Fact]
    public async Task Apply_AtAnotherPlace_ByAnotherHolder_OrWhenStopped_DoesNothing()
    {
        await DieAsync(3);
        var step = await StepAsync(OperationKind.Replay);
        (await Letters.ApplyAsync("shop", step with { Holder = "another" }, default)).ShouldBeNull();
        (await Letters.ApplyAsync("shop", step with { From = 1 }, default)).ShouldBeNull();
        (await Letters.CountAsync("shop", default)).ShouldBe(3);

        var first = step with { Positions = [step.Positions[0]], To = step.Positions[0] };
        (await Letters.ApplyAsync("shop", first, default)).ShouldNotBeNull().Done.ShouldBe(1);
        (await Letters.ApplyAsync("shop", first, default)).ShouldBeNull("it is done already");
        await CrashAsync();
        (await Letters.FindProgressAsync("shop", "work", default)).ShouldBe(new(first.To, 1, 0, false));

        (await Letters.StopAsync("shop", "work", default)).ShouldBe(new(first.To, 1, 0, true));
        (await Letters.ApplyAsync("shop", step with { From = first.To }, default)).ShouldBeNull();
        (await Letters.HoldAsync("shop", "work", "holder", Lease, default)).ShouldNotBeNull().IsStopped.ShouldBeTrue();
        (await Letters.CountAsync("shop", default)).ShouldBe(2);
    }

    [Fact]
    public async Task Hold_IsForOneHolder_UntilItsLeaseEnds_OrItLetsGo()
    {
        (await HoldAsync("a")).ShouldNotBeNull();
        (await HoldAsync("b")).ShouldBeNull();
        (await HoldAsync("a")).ShouldNotBeNull();
        (await Letters.HoldAsync("club", "work", "b", Lease, default)).ShouldNotBeNull();
        Time.Advance(Lease);
        (await HoldAsync("b")).ShouldNotBeNull();
        (await HoldAsync("a")).ShouldBeNull();
        (await Letters.HoldAsync("shop", "work", "a", TimeSpan.Zero, default)).ShouldBeNull("it is not its to let go of");
        (await HoldAsync("a")).ShouldBeNull();
        await Letters.HoldAsync("shop", "work", "b", TimeSpan.Zero, default);
        (await HoldAsync("a")).ShouldNotBeNull();
        Time.AdjustTime(Time.GetUtcNow() - TimeSpan.FromHours(1));
        (await HoldAsync("b")).ShouldNotBeNull("the clock was set back");
    }

    [Fact]
    public async Task Groups_AreOfOneReasonEach_WithCountsTimesAndSamples()
    {
        await DieAsync(2, "rule: host answered 500 after 12 ms (attempt 5 of 5)");
        Time.Advance(TimeSpan.FromHours(3));
        await DieAsync(3, "rule: host answered 500 after 7 ms (attempt 5 of 5)");
        var ids = await DieAsync(1);

        var groups = await GroupAsync();

        groups.SearchedUntil.ShouldBeNull();
        var first = groups.Items[0];
        (first.Count, first.Reason, first.Samples.Count).ShouldBe((5, "rule: host answered 500 after # ms", 3));
        (first.First, first.Last).ShouldBe((Time.GetUtcNow() - TimeSpan.FromHours(3), Time.GetUtcNow()));
        (first.Hours.Count, first.Hours[^1], first.Hours[^4]).ShouldBe((24, 3, 2));
        groups.Items[1].Samples.ShouldBe(ids);
        (await new DeadLetterGrouping(Letters, History).GroupAsync("shop", 1, default)).ShouldSatisfyAllConditions(
            cut => cut.Items.Count.ShouldBe(1), cut => cut.Left.ShouldBe(1));
    }

    [Fact]
    public async Task Groups_SayWhetherPushesOfTheSameKindAreHandledAgain()
    {
        await DieAsync(2);
        Time.Advance(TimeSpan.FromMinutes(1));
        await AppendAsync(Push("none") with { MsgType = "image" });
        await DoneAsync(await ClaimOneAsync());
        await AppendAsync(Push("unhandled"));
        await SettleAsync(await ClaimOneAsync(), new Settlement.Done(Settlement.NoHandler));
        (await GroupAsync()).Items.Single().SucceedsAgainSince.ShouldBeNull();

        Time.Advance(TimeSpan.FromMinutes(1));
        var success = await AppendAsync(Push("handled"));
        await DoneAsync(await ClaimOneAsync());
        Time.Advance(TimeSpan.FromMinutes(1));
        await AppendAsync(Push("later"));
        await DoneAsync(await ClaimOneAsync());
        (await GroupAsync()).Items.Single().SucceedsAgainSince.ShouldBe(success.ReceivedAt);

        await DieAsync(1);
        (await GroupAsync()).Items.Single().SucceedsAgainSince.ShouldBeNull();
    }

    private async Task<DeadLetterGroups> GroupAsync() => await new DeadLetterGrouping(Letters, History).GroupAsync("shop", 200, default);

    private async Task<BulkProgress?> HoldAsync(string holder) => await Letters.HoldAsync("shop", "work", holder, Lease, default);

    private async Task<BulkProgress?> ApplyAsync(OperationKind kind, string work = "work") =>
        await Letters.ApplyAsync("shop", await StepAsync(kind, work), default);

    // A step over all there are, for a holder that has the work.
    private async Task<BulkStep> StepAsync(OperationKind kind, string work = "work")
    {
        (await Letters.HoldAsync("shop", work, "holder", Lease, default)).ShouldNotBeNull();
        var found = await ReadAllAsync(100);
        return new()
        {
            Work = work,
            Holder = "holder",
            Lease = Lease,
            Kind = kind,
            From = 0,
            To = found[^1].Position,
            DeadUntil = await Letters.ReadClockAsync("shop", default),
            Positions = [.. found.Select(push => push.Position)],
            Request = ByHand,
        };
    }
}
