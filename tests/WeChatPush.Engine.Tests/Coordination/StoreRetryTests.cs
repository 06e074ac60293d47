using WeChatPush.Coordination;
using WeChatPush.Storage;
using WeChatPush.TestSupport;

namespace WeChatPush.Engine.Tests.Coordination;

public sealed class StoreRetryTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    private readonly ManualTimeProvider _time = new();
    private readonly List<bool> _tries = [];

    [Fact]
    public async Task Execute_WhileTheStoreIsAway_TriesUntilItIsBack()
    {
        var retry = new StoreRetry(_time, () => Lease, CancellationToken.None);

        var result = retry.ExecuteAsync(Step(failures: 3, () => new StoreUnavailableException("away")));

        (await _time.RunAsync(result, StoreRetry.Delay)).ShouldBe("done");
        _tries.ShouldBe([false, false, false, false]);
    }

    [Fact]
    public async Task Execute_AfterATryOfWhichNothingIsKnown_SaysSoToEachLaterOne()
    {
        var retry = new StoreRetry(_time, () => Lease, CancellationToken.None);
        var errors = new Queue<StoreUnavailableException>(
            [new("away"), new StoreOutcomeUnknownException("silent"), new("away")]);

        var result = retry.ExecuteAsync(Step(failures: 3, errors.Dequeue));

        await _time.RunAsync(result, StoreRetry.Delay);
        _tries.ShouldBe([false, false, true, true]);
    }

    [Fact]
    public async Task Execute_WhenTheLeaseIsOver_GivesUp()
    {
        var retry = new StoreRetry(_time, () => Lease, CancellationToken.None);

        var result = retry.ExecuteAsync(Step(failures: int.MaxValue, () => new StoreUnavailableException("away")));

        await Should.ThrowAsync<StoreUnavailableException>(() => _time.RunAsync(result, StoreRetry.Delay));
        _tries.Count.ShouldBe((int)(Lease / StoreRetry.Delay) + 1);
    }

    [Fact]
    public async Task TryExecute_WhenTheLeaseIsOver_IsNull()
    {
        var retry = new StoreRetry(_time, () => TimeSpan.Zero, CancellationToken.None);

        (await retry.TryExecuteAsync<string>(() => throw new StoreUnavailableException("away"))).ShouldBeNull();
    }

    [Fact]
    public async Task Execute_WhenTheHostStops_MakesOneLastTry()
    {
        using var stopping = new CancellationTokenSource();
        var retry = new StoreRetry(_time, () => Lease, stopping.Token);
        var result = retry.ExecuteAsync(Step(failures: 1, () => new StoreUnavailableException("away")));

        await stopping.CancelAsync();

        (await result).ShouldBe("done");
        _tries.Count.ShouldBe(2);
        (await retry.ExecuteAsync(_ => Task.FromResult("after the end"))).ShouldBe("after the end");
    }

    [Fact]
    public async Task Execute_WhenTheStepFailsOtherwise_DoesNotTryAgain()
    {
        var retry = new StoreRetry(_time, () => Lease, CancellationToken.None);

        await Should.ThrowAsync<InvalidOperationException>(
            () => retry.ExecuteAsync<string>(_ => throw new InvalidOperationException()));
    }

    private Func<bool, Task<string>> Step(int failures, Func<StoreUnavailableException> error) => mayBeDone =>
    {
        _tries.Add(mayBeDone);
        return _tries.Count > failures ? Task.FromResult("done") : throw error();
    };
}
