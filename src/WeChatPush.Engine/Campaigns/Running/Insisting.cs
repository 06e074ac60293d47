using WeChatPush.Storage;

namespace WeChatPush.Campaigns.Running;

/// <summary>For steps that must get into the store: what WeChat said, and what was not sent after all.</summary>
internal static class Insisting
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Tries until it is done, or for so long that the lease has decided. A step that was done although its answer was
    /// lost does nothing the second time.
    /// </summary>
    public static async Task<T?> TryAsync<T>(
        Func<ValueTask<T>> step, TimeSpan timeout, TimeProvider time)
        where T : class
    {
        var begun = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await step();
            }
            catch (StoreUnavailableException) when (time.GetElapsedTime(begun) < timeout)
            {
                await Task.Delay(Pause, time, CancellationToken.None);
            }
            catch (StoreUnavailableException)
            {
                return null;
            }
        }
    }
}
