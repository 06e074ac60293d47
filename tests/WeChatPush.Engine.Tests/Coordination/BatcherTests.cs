using WeChatPush.Coordination;
using WeChatPush.Storage;

namespace WeChatPush.Engine.Tests.Coordination;

public sealed class BatcherTests
{
    private readonly Queue<TaskCompletionSource> _gates = new();
    private readonly List<string> _sent = [];

    [Fact]
    public async Task Add_WhileABatchIsUnderWay_GoesTogetherWithTheNext_InItsOrder()
    {
        var batcher = Batcher(gates: 1);
        var items = Enumerable.Range(1, 5).Select(i => new Item(i)).ToArray();

        batcher.Add(items[0]);
        batcher.Add(items[1]);
        batcher.Add(items[2], items[3], items[4]);
        _gates.Dequeue().SetResult();

        (await Task.WhenAll(items.Select(item => item.Task))).ShouldBe([1, 2, 3, 4, 5]);
        _sent.ShouldBe(["1", "2 3 4 5"]);
    }

    [Theory]
    [InlineData(3, int.MaxValue, "1", "2 3 4", "5 6")]
    [InlineData(int.MaxValue, 25, "1", "2 3", "4 5", "6")]
    [InlineData(int.MaxValue, 1, "1", "2", "3", "4", "5", "6")]
    public async Task Add_OfMoreThanABatchHolds_GoesInSeveral(int maxCount, int maxSize, params string[] batches)
    {
        var batcher = Batcher(gates: 1, maxCount, maxSize);
        var items = Enumerable.Range(1, 6).Select(i => new Item(i)).ToArray();

        batcher.Add(items[0]);
        batcher.Add(items.AsSpan(1));
        _gates.Dequeue().SetResult();
        await Task.WhenAll(items.Select(item => item.Task));

        _sent.ShouldBe(batches);
    }

    [Fact]
    public async Task Add_OfAnItemWhoseCallerGaveUp_SendsTheOthers()
    {
        var batcher = Batcher(gates: 1);
        var items = Enumerable.Range(1, 3).Select(i => new Item(i)).ToArray();
        batcher.Add(items[0]);
        batcher.Add(items[1], items[2]);
        items[1].GaveUp = true;

        _gates.Dequeue().SetResult();
        await items[2].Task;

        _sent.ShouldBe(["1", "3"]);
    }

    [Fact]
    public async Task Fail_OfAStoreThatIsAway_EndsWhatWaitsBehind_WhichWasCertainlyNotSent()
    {
        var batcher = Batcher(gates: 1);
        var items = Enumerable.Range(1, 3).Select(i => new Item(i)).ToArray();
        batcher.Add(items[0]);
        batcher.Add(items[1]);

        _gates.Dequeue().SetException(new StoreOutcomeUnknownException("silent"));
        await Should.ThrowAsync<StoreOutcomeUnknownException>(items[0].Task);
        (await Should.ThrowAsync<StoreUnavailableException>(items[1].Task)).ShouldNotBeOfType<StoreOutcomeUnknownException>();
        batcher.Add(items[2]);

        (await items[2].Task).ShouldBe(3);
        _sent.ShouldBe(["1", "3"]);
    }

    [Fact]
    public async Task Fail_OfOneBatchOnly_LetsThoseBehindGo()
    {
        var batcher = Batcher(gates: 1);
        var items = Enumerable.Range(1, 2).Select(i => new Item(i)).ToArray();
        batcher.Add(items[0]);
        batcher.Add(items[1]);

        _gates.Dequeue().SetException(new InvalidOperationException());

        await Should.ThrowAsync<InvalidOperationException>(items[0].Task);
        (await items[1].Task).ShouldBe(2);
    }

    private Batcher<Item, int> Batcher(int gates, int maxCount = 100, int maxSize = int.MaxValue)
    {
        for (var i = 0; i < gates; i++)
            _gates.Enqueue(new TaskCompletionSource());
        return new(
            maxCount,
            maxSize,
            async batch =>
            {
                _sent.Add(string.Join(' ', batch.Select(item => item.Value)));
                if (_gates.TryPeek(out var gate))
                    await gate.Task;
                return 0;
            },
            (batch, _) => batch.ForEach(item => item.TrySetResult(item.Value)));
    }

    private sealed class Item(int value) : TaskCompletionSource<int>, IBatchItem
    {
        public int Value => value;

        public bool GaveUp { get; set; }

        public int Count => 1;

        public int Size => 10;

        public bool TrySend() => !GaveUp;

        public void Fail(Exception error) => TrySetException(error);
    }
}
