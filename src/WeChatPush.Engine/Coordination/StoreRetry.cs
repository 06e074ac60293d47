using WeChatPush.Storage;

namespace WeChatPush.Coordination;

/// <summary>
/// What a holder has to say of its push must get through, or the work is done again: while the store is away it keeps trying,
/// for as long as a lease lasts (after that the push may be somebody else's) and the host does not stop.
/// </summary>
internal sealed class StoreRetry(TimeProvider time, Func<TimeSpan> lease, CancellationToken stopping)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <param name="step">The step; it is told whether an earlier try of it may have got through after all.</param>
    public async Task<T> OnAsync<T>(Func<bool, Task<T>> step)
    {
        var begun = time.GetTimestamp();
        for (var again = false; ;)
        {
            try
            {
                return await step(again);
            }
            catch (StoreUnavailableException error) when (!stopping.IsCancellationRequested && time.GetElapsedTime(begun) < lease())
            {
                again |= error is StoreOutcomeUnknownException;
            }

            try
            {
                await Task.Delay(Pause, time, stopping);
            }
            catch (OperationCanceledException)
            {
                // One last try.
            }
        }
    }
}
