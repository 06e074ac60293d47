using Microsoft.Extensions.Logging.Abstractions;
using WeChatPush.Inbox;
using WeChatPush.Operations;
using WeChatPush.Records;

namespace WeChatPush.StoreContracts.Inbox;

/// <summary>Operations on many dead letters, over kills, instances and operators.</summary>
public abstract class OperationContract<TStore> : DeadLetterFixture<TStore>
    where TStore : IInboxUnderTest, new()
{
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

    private static NewOperation New(OperationKind kind, DeadLetterFilter? filter = null) =>
        new() { Kind = kind, Filter = filter ?? new(), Actor = "admin" };

    private static async Task<Operation?> StartAsync(OperationService service, OperationKind kind, DeadLetterFilter? filter = null) =>
        await service.StartAsync("shop", New(kind, filter), default);

    private async Task<DeadLetterGroups> GroupAsync() => await new DeadLetterGrouping(Letters, History).GroupAsync("shop", 200, default);

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

    private async Task DieAgainAsync(List<string> runs)
    {
        foreach (var claim in await ClaimAsync(1000))
        {
            claim.Replay.ShouldBe(1);
            runs.Add(claim.Id);
            await SettleAsync(claim, new Settlement.DeadLetter("again"));
        }
    }
}
