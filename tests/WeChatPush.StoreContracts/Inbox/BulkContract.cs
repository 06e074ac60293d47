using Microsoft.Extensions.Logging.Abstractions;
using WeChatPush.Inbox;
using WeChatPush.Operations;
using WeChatPush.Records;

namespace WeChatPush.StoreContracts.Inbox;

/// <summary>Dead letters in bulk: their steps, and the operations that are made of them.</summary>
public abstract class BulkContract<TStore> : InboxContract<TStore>
    where TStore : IInboxUnderTest, new()
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);
    private static readonly ReplayRequest ByHand = new("admin", "over");

    internal IDeadLetterStore Letters => (IDeadLetterStore)Under.DeadLetters;

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
        await Letters.HoldAsync("shop", "work", "b", TimeSpan.Zero, default);
        (await HoldAsync("a")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Operation_ByTwoInstances_WithKills_WhileTheyDieAgain_RunsEachOnce()
    {
        const int count = 600;
        await DieAsync(count);
        var (service, book) = await OpenOperationsAsync();
        var operation = (await StartAsync(service, OperationKind.Replay)).ShouldNotBeNull();
        operation.Total.ShouldBe(count);
        Time.Advance(TimeSpan.FromMilliseconds(1));

        var runs = new List<string>();
        for (var round = 0; round < 4; round++)
        {
            // The instance before ended without a word, and both of these do.
            Time.Advance(Lease);
            var some = book.List().Single().Operation;
            var steps = new[] { "a", "b" }.Select(async holder =>
            {
                var run = new OperationRun("shop", some, $"{holder}{round}", Letters, book, Time);
                for (var i = 0; i < 2; i++)
                    await run.StepAsync(default);
            });
            await Task.WhenAll(steps);
            await DieAgainAsync(runs);
            await CrashAsync();
            (service, book) = await OpenOperationsAsync();
        }

        var rest = new OperationRun("shop", book.List().Single().Operation, "last", Letters, book, Time);
        Time.Advance(Lease);
        while (await rest.StepAsync(default) is not null)
            await DieAgainAsync(runs);
        await DieAgainAsync(runs);

        runs.Count.ShouldBe(count);
        runs.Distinct().Count().ShouldBe(count);
        (await service.FindAsync(operation.Id, default)).ShouldNotBeNull().ShouldSatisfyAllConditions(
            ended => ended.State.ShouldBe(OperationState.Finished), ended => ended.Done.ShouldBe(count));
    }

    [Fact]
    public async Task Operation_ByTwoOperatorsOnTheSameGroup_TouchesEachOnce()
    {
        await DieAsync(150);
        var (service, book) = await OpenOperationsAsync();
        var filter = new DeadLetterFilter { Group = (await GroupAsync()).Items.Single().Key };
        await StartAsync(service, OperationKind.Replay, filter);
        await StartAsync(service, OperationKind.Discard, filter);

        await Task.WhenAll(book.List().ToList().Select(async one =>
        {
            var run = new OperationRun("shop", one.Operation, one.Operation.Id, Letters, book, Time);
            while (await run.StepAsync(default) is not null)
            {
            }
        }));

        var ended = await service.ListAsync(null, default);
        ended.ShouldAllBe(operation => operation.State == OperationState.Finished);
        ended.Sum(operation => operation.Done).ShouldBe(150);
        (await ClaimAsync(200)).Count.ShouldBe(ended.Single(operation => operation.Kind == OperationKind.Replay).Done);
    }

    [Fact]
    public async Task Operation_WithAFilter_TouchesWhatItMeans_AndNothingElse()
    {
        await DieAsync(4);
        await DieAsync(3, "rule: failed 40003 (invalid openid rid: 1-2-3)");
        var (service, book) = await OpenOperationsAsync();
        (await service.CountAsync("shop", new() { OpenId = "user 1" }, default)).Count.ShouldBe(2);
        var group = (await GroupAsync()).Items.Single(one => one.Count == 3);
        var operation = (await StartAsync(service, OperationKind.Discard, new() { Group = group.Key, MsgType = "TEXT" })).ShouldNotBeNull();
        operation.Total.ShouldBe(3);

        await FinishAsync(book);

        (await ReadAllAsync(10)).Select(push => push.Reason).ShouldBe(Enumerable.Repeat("rule: failed 47003", 4));
    }

    [Fact]
    public async Task Cancel_EndsIt_AndNoStepIsDoneAfterwards()
    {
        await DieAsync(250);
        var (service, book) = await OpenOperationsAsync();
        var operation = (await StartAsync(service, OperationKind.Replay)).ShouldNotBeNull();
        var run = new OperationRun("shop", book.List().Single().Operation, "a", Letters, book, Time);
        await run.StepAsync(default);

        var cancelled = (await service.CancelAsync(operation.Id, default)).ShouldNotBeNull();
        (cancelled.State, cancelled.Done).ShouldBe((OperationState.Cancelled, 100));
        await run.StepAsync(default);
        (await run.StepAsync(default)).ShouldBeNull();

        (await Letters.CountAsync("shop", default)).ShouldBe(150);
        (await service.CancelAsync(operation.Id, default)).ShouldBeNull();
    }

    [Fact]
    public async Task Start_OfMoreThanMayRun_IsRefused_AndWhatEndedLongAgoIsForgotten()
    {
        var (service, book) = await OpenOperationsAsync();
        for (var i = 0; i < IOperations.MaxRunning; i++)
            (await StartAsync(service, OperationKind.Replay)).ShouldNotBeNull();
        (await StartAsync(service, OperationKind.Replay)).ShouldBeNull();
        await FinishAsync(book);
        (await service.ListAsync(null, default)).Count.ShouldBe(IOperations.MaxRunning);

        Time.Advance(IOperations.Memory);
        await new OperationSweep(book).SweepAsync(100, default);
        (await service.ListAsync(null, default)).ShouldBeEmpty();
        (await StartAsync(service, OperationKind.Replay)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Erasers_TakeTheOperationsOfAnApp_AndReasonsThatNameAUser()
    {
        var (service, book) = await OpenOperationsAsync();
        await service.StartAsync("shop", New(OperationKind.Replay, new() { OpenId = "oUser" }) with { Reason = "oUser asked" }, default);
        var record = (await ((IRecordStore)Under.Records).FindAsync(OperationRecord.KeyOf("shop"), default)).ShouldNotBeNull();
        System.Text.Encoding.UTF8.GetString(record.Content!.Value.Span).Split("oUser").Length.ShouldBe(2);

        await new OperationUserEraser(book).EraseAsync("shop", "oUser", default);
        (await service.ListAsync(null, default)).ShouldHaveSingleItem().Reason.ShouldBeNull();
        (await new OperationAppEraser(book).EraseAsync("shop", default)).Others.ShouldBe(1);
        (await new OperationAppEraser(book).EraseAsync("shop", default)).Any.ShouldBeFalse();
        (await service.ListAsync(null, default)).ShouldBeEmpty();
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
        (await new DeadLetterGrouping(Letters).GroupAsync("shop", 1, default)).ShouldSatisfyAllConditions(
            cut => cut.Items.Count.ShouldBe(1), cut => cut.Left.ShouldBe(1));
    }

    private static NewOperation New(OperationKind kind, DeadLetterFilter? filter = null) =>
        new() { Kind = kind, Filter = filter ?? new(), Actor = "admin" };

    private static async Task<Operation?> StartAsync(OperationService service, OperationKind kind, DeadLetterFilter? filter = null) =>
        await service.StartAsync("shop", New(kind, filter), default);

    private async Task<DeadLetterGroups> GroupAsync() => await new DeadLetterGrouping(Letters).GroupAsync("shop", 200, default);

    // An instance that has just started.
    private async Task<(OperationService Service, OperationBook Book)> OpenOperationsAsync()
    {
        var records = (IRecordStore)Under.Records;
        var watch = new RecordWatch(records, Time, NullLogger<RecordWatch>.Instance);
        var book = new OperationBook(records, watch, Time, NullLogger<OperationBook>.Instance);
        await watch.RefreshAsync(default);
        return (new(book, Letters, Time), book);
    }

    private async Task FinishAsync(OperationBook book)
    {
        foreach (var (app, operation) in book.List().Where(one => one.Operation.IsRunning).ToList())
        {
            var run = new OperationRun(app, operation, "finisher", Letters, book, Time);
            while (await run.StepAsync(default) is not null)
            {
            }
        }
    }

    private async Task<IReadOnlyList<string>> DieAsync(int count, string reason = "rule: failed 47003")
    {
        var ids = new List<string>();
        for (var i = 0; i < count; i++)
            ids.Add((await AppendAsync(Push($"user {i}"))).Id);
        foreach (var claim in await ClaimAsync(count))
            await SettleAsync(claim, new Settlement.DeadLetter(reason));
        return ids;
    }

    private async Task DieAgainAsync(List<string> runs)
    {
        foreach (var claim in await ClaimAsync(1000))
        {
            claim.Replay.ShouldBe(1);
            runs.Add(claim.Id);
            await SettleAsync(claim, new Settlement.DeadLetter("again"));
        }
    }

    private async Task<List<DeadLetter>> ReadAllAsync(int limit)
    {
        var found = new List<DeadLetter>();
        for (long? after = 0; after is { } from;)
        {
            var page = await Letters.ReadAsync("shop", from, limit, default);
            found.AddRange(page.Items);
            after = page.Next;
        }

        return found;
    }

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
