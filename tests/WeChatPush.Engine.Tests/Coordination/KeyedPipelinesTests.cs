using System.Runtime.CompilerServices;
using Polly;
using WeChatPush.Coordination;
using WeChatPush.TestSupport;

namespace WeChatPush.Engine.Tests.Coordination;

/// <summary>A pipeline for each key: what it refuses, what it throws, and that keys used no more are let go.</summary>
public sealed class KeyedPipelinesTests
{
    private static readonly TimeSpan BreakDuration = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(2);

    private readonly ManualTimeProvider _time = new();
    private readonly KeyedPipelines<object, Reply> _pipelines;

    public KeyedPipelinesTests() => _pipelines = new(
        _time,
        (pipeline, _) => pipeline
            .AddCircuitBreaker(new()
            {
                ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Result is { Fails: true }),
                FailureRatio = 0.5,
                MinimumThroughput = 2,
                BreakDuration = BreakDuration,
            })
            .AddTimeout(AttemptTimeout),
        retryAfter => new(Fails: true, retryAfter));

    [Fact]
    public async Task AnOpenBreaker_RefusesItsKeyOnly_AndSaysUntilWhen()
    {
        await OpenAsync("a");
        _time.Advance(TimeSpan.FromSeconds(4));

        (await ExecuteAsync("a", new(Fails: false))).RetryAfter.ShouldBe(_time.GetUtcNow() + TimeSpan.FromSeconds(6));
        (await ExecuteAsync("b", new(Fails: false))).ShouldBe(new(Fails: false));

        _time.Advance(TimeSpan.FromSeconds(6));
        (await ExecuteAsync("a", new(Fails: false))).ShouldBe(new(Fails: false));
    }

    [Fact]
    public async Task AHalfOpenBreaker_RefusesWhatComesBesideItsTrial_AndSaysUntilWhen()
    {
        await OpenAsync("a");
        _time.Advance(BreakDuration);
        var trial = new TaskCompletionSource<Reply>();
        var running = _pipelines.ExecuteAsync("a", static (trial, _, _) => new(trial.Task), trial, default);

        (await ExecuteAsync("a", new(Fails: false))).RetryAfter.ShouldBe(_time.GetUtcNow() + BreakDuration);

        trial.SetResult(new(Fails: false));
        await running;
        (await ExecuteAsync("a", new(Fails: false))).ShouldBe(new(Fails: false));
    }

    [Fact]
    public async Task TheAttemptsToken_EndsWithItsTime_AndTheCallersDoesNot()
    {
        var running = _pipelines.ExecuteAsync(
            "a",
            static async (_, attempt, caller) =>
            {
                await Should.ThrowAsync<OperationCanceledException>(Task.Delay(Timeout.Infinite, attempt));
                return new Reply(Fails: caller.IsCancellationRequested);
            },
            0,
            default);
        _time.Advance(AttemptTimeout);

        (await running).ShouldBe(new(Fails: false));
    }

    [Fact]
    public async Task TheCallersCancellation_IsThrown()
    {
        using var caller = new CancellationTokenSource();
        var running = _pipelines.ExecuteAsync(
            "a",
            static async (_, attempt, _) =>
            {
                await Task.Delay(Timeout.Infinite, attempt);
                return new Reply(Fails: false);
            },
            0,
            caller.Token).AsTask();
        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(running);
    }

    [Fact]
    public async Task KeysUsedNoMore_AreLetGo_WhenThereAreTooMany()
    {
        var first = await UseNewKeyAsync();
        await OpenAsync("a");

        for (var i = 0; i < KeyedPipelines<object, Reply>.MaxPipelines; i++)
            await ExecuteAsync(i, new(Fails: false));
        GC.Collect();

        first.IsAlive.ShouldBeFalse();
        (await ExecuteAsync("a", new(Fails: false))).ShouldBe(new(Fails: false));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> UseNewKeyAsync()
    {
        var key = new object();
        await ExecuteAsync(key, new(Fails: false));
        return new WeakReference(key);
    }

    private async Task OpenAsync(object key)
    {
        for (var i = 0; i < 2; i++)
            (await ExecuteAsync(key, new(Fails: true))).RetryAfter.ShouldBeNull();
    }

    private ValueTask<Reply> ExecuteAsync(object key, Reply reply) =>
        _pipelines.ExecuteAsync(key, static (reply, _, _) => ValueTask.FromResult(reply), reply, default);

    private sealed record Reply(bool Fails, DateTimeOffset? RetryAfter = null);
}
