using WeChatPush.Coordination;

namespace WeChatPush.Engine.Tests.Sending;

public sealed class KeyedLockTests
{
    private readonly KeyedLock<string> _lock = new();

    [Fact]
    public async Task Acquire_OfAKeyThatIsHeld_WaitsItsTurn()
    {
        var first = await _lock.AcquireAsync("a", default);
        var order = new List<int>();
        var waiters = Enumerable.Range(0, 10).Select(i => WaitAsync(i)).ToArray();
        waiters.ShouldAllBe(waiter => !waiter.IsCompleted);

        first.Dispose();
        await Task.WhenAll(waiters).WaitAsync(TimeSpan.FromSeconds(10));

        order.ShouldBe(Enumerable.Range(0, 10));
        _lock.Count.ShouldBe(0);

        async Task WaitAsync(int i)
        {
            using (await _lock.AcquireAsync("a", default))
                order.Add(i);
        }
    }

    [Fact]
    public async Task Acquire_OfAnotherKey_DoesNotWait()
    {
        using var first = await _lock.AcquireAsync("a", default);
        var second = _lock.AcquireAsync("b", default).AsTask();

        second.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task Acquire_ThatWasCancelled_IsPassedOver()
    {
        var first = await _lock.AcquireAsync("a", default);
        using var cancel = new CancellationTokenSource();
        var impatient = _lock.AcquireAsync("a", cancel.Token).AsTask();
        var patient = _lock.AcquireAsync("a", default).AsTask();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => impatient);

        first.Dispose();
        (await patient.WaitAsync(TimeSpan.FromSeconds(10))).Dispose();

        _lock.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Acquire_ByManyOnFewKeys_NeverLetsTwoIn()
    {
        var inside = new int[4];
        var collisions = 0;

        await Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(async () =>
        {
            using (await _lock.AcquireAsync($"{i % 4}", default))
            {
                if (Interlocked.Increment(ref inside[i % 4]) != 1)
                    Interlocked.Increment(ref collisions);
                await Task.Yield();
                Interlocked.Decrement(ref inside[i % 4]);
            }
        })));

        collisions.ShouldBe(0);
        _lock.Count.ShouldBe(0);
    }
}
