using System.Diagnostics;

namespace WeChatPush.TestSupport;

/// <summary>
/// Waits for what gives no signal of its own, such as the state of another process: looks again until it is there. The one
/// place where tests do.
/// </summary>
internal static class Eventually
{
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongLook = TimeSpan.FromMilliseconds(200);

    /// <summary>Returns once the condition holds; fails with the words when it does not come to that.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition, Func<string> otherwise, TimeSpan? timeout = null)
    {
        for (var begun = Stopwatch.StartNew(); !await condition(); await Task.Delay(Look))
        {
            if (begun.Elapsed > (timeout ?? WaitTimeout))
                throw new TimeoutException(otherwise());
        }
    }

    /// <inheritdoc cref="TrueAsync(Func{Task{bool}}, Func{string}, TimeSpan?)"/>
    public static Task TrueAsync(Func<bool> condition, Func<string> otherwise, TimeSpan? timeout = null) =>
        TrueAsync(() => Task.FromResult(condition()), otherwise, timeout);

    /// <summary>Returns once nothing is left; fails with the words when what is left has not become less for a minute.</summary>
    public static async Task NoneLeftAsync(Func<Task<int>> count, Func<string> otherwise)
    {
        var least = int.MaxValue;
        for (var still = Stopwatch.StartNew(); await count() is var left and > 0; await Task.Delay(LongLook))
        {
            if (left < least)
                still.Restart();
            least = Math.Min(least, left);
            if (still.Elapsed > WaitTimeout)
                throw new TimeoutException(otherwise());
        }
    }

    /// <summary>Does something again and again until it throws no more of what is to be expected meanwhile.</summary>
    public static async Task<T> SucceedsAsync<TExpected, T>(Func<Task<T>> step)
        where TExpected : Exception
    {
        T result = default!;
        TExpected? last = null;
        await TrueAsync(
            async () =>
            {
                try
                {
                    result = await step();
                    return true;
                }
                catch (TExpected error)
                {
                    last = error;
                    return false;
                }
            },
            () => $"{last}");
        return result;
    }
}
