using Polly;
using Polly.Retry;
using WeChatPush.Storage;

namespace WeChatPush.Coordination;

/// <summary>
/// Retries a step that must get into the store, or the work is done again: while the store is away, for as long as a lease
/// lasts (after that the work may be another holder's) and the host does not stop.
/// </summary>
internal sealed class StoreRetry
{
    /// <summary>How long it is from one try to the next.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(200);

    private static readonly ResiliencePropertyKey<long> Begun = new("begun");

    private readonly ResiliencePipeline _pipeline;
    private readonly TimeProvider _time;
    private readonly CancellationToken _stopping;

    /// <param name="time">The clock.</param>
    /// <param name="lease">For how long to retry.</param>
    /// <param name="stopping">Ends the waiting: one last try is made then.</param>
    public StoreRetry(TimeProvider time, Func<TimeSpan> lease, CancellationToken stopping)
    {
        (_time, _stopping) = (time, stopping);
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                Delay = Delay,
                ShouldHandle = args => ValueTask.FromResult(
                    args.Outcome.Exception is StoreUnavailableException
                    && time.GetElapsedTime(args.Context.Properties.GetValue(Begun, 0)) < lease()),
            })
            .Build();
    }

    /// <summary>Runs a step until it is done.</summary>
    /// <param name="step">The step; its argument says whether an earlier try may have succeeded after all.</param>
    /// <exception cref="StoreUnavailableException">The last try failed as well.</exception>
    public async Task<T> ExecuteAsync<T>(Func<bool, Task<T>> step)
    {
        var begun = _time.GetTimestamp();
        try
        {
            // Nearly always this is all.
            return await step(false);
        }
        catch (StoreUnavailableException error)
        {
            return await RetryAsync(step, begun, error);
        }
    }

    private async Task<T> RetryAsync<T>(Func<bool, Task<T>> step, long begun, StoreUnavailableException first)
    {
        var mayBeDone = first is StoreOutcomeUnknownException;
        var isFirst = true;
        var context = ResilienceContextPool.Shared.Get(_stopping);
        context.Properties.Set(Begun, begun);
        try
        {
            return await _pipeline.ExecuteAsync(
                async _ =>
                {
                    // The pipeline waits between tries, so it begins with the one that has failed already.
                    if (isFirst)
                    {
                        isFirst = false;
                        throw first;
                    }

                    try
                    {
                        return await step(mayBeDone);
                    }
                    catch (StoreOutcomeUnknownException)
                    {
                        mayBeDone = true;
                        throw;
                    }
                },
                context);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return await step(mayBeDone);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>Runs a step until it is done; <see langword="null"/>: it was not, and the lease has decided.</summary>
    /// <param name="step">The step. One that was done although its answer was lost does nothing the second time.</param>
    public async Task<T?> TryExecuteAsync<T>(Func<ValueTask<T>> step)
        where T : class
    {
        try
        {
            return await ExecuteAsync(_ => step().AsTask());
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }
}
