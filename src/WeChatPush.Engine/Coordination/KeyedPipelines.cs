using Polly;
using Polly.CircuitBreaker;
using Polly.Registry;

namespace WeChatPush.Coordination;

/// <summary>
/// One resilience pipeline for each key. A refusal by its breaker becomes a result; only the caller's own cancellation
/// is thrown.
/// </summary>
/// <remarks>
/// Polly's registry is made here and not by <c>AddResiliencePipelineRegistry</c>: the one from the container reports
/// every execution under its key, in the log and as a label of metrics. A key may hold a secret and has no bound, and
/// the reports alone allocate more than the execution.
/// </remarks>
internal sealed class KeyedPipelines<TKey, TResult>(
    TimeProvider time,
    Action<ResiliencePipelineBuilder<TResult>, TKey> configure,
    Func<DateTimeOffset?, TResult> refuse)
    where TKey : notnull
{
    /// <summary>
    /// The registry never forgets a key, such as an address that was changed. When it has built so many pipelines
    /// (2.5 KB each) an empty one replaces it; the keys in use start again with closed breakers.
    /// </summary>
    public const int MaxPipelines = 10_000;

    private readonly TimeProvider _time = time;
    private ResiliencePipelineRegistry<TKey> _registry = NewRegistry(time);
    private int _built;

    /// <summary>Executes an attempt. Its first token ends with the time limit too, the second is the caller's.</summary>
    public async ValueTask<TResult> ExecuteAsync<TState>(
        TKey key,
        Func<TState, CancellationToken, CancellationToken, ValueTask<TResult>> attempt,
        TState state,
        CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            var outcome = await GetPipeline(key).ExecuteOutcomeAsync(
                static async (context, call) =>
                {
                    try
                    {
                        return Outcome.FromResult(
                            await call.attempt(call.state, context.CancellationToken, call.cancellationToken));
                    }
                    catch (OperationCanceledException error)
                    {
                        return Outcome.FromException<TResult>(error);
                    }
                },
                context,
                (attempt, state, cancellationToken));
            if (outcome.Exception is BrokenCircuitException broken)
                return refuse(_time.GetUtcNow() + broken.RetryAfter);
            outcome.ThrowIfException();
            return outcome.Result!;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private ResiliencePipeline<TResult> GetPipeline(TKey key)
    {
        var registry = _registry;
        if (registry.TryGetPipeline<TResult>(key, out var pipeline))
            return pipeline;
        if (Interlocked.Increment(ref _built) % MaxPipelines == 0)
            _registry = registry = NewRegistry(_time);
        return registry.GetOrAddPipeline<TResult>(key, (builder, context) => configure(builder, context.PipelineKey));
    }

    private static ResiliencePipelineRegistry<TKey> NewRegistry(TimeProvider time) =>
        new(new() { BuilderFactory = () => new() { TimeProvider = time } });
}
