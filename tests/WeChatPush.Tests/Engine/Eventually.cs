using System.Diagnostics;
using WeChatPush.TestSupport;

namespace WeChatPush.Tests.Engine;

/// <summary>Waits for what gives no signal of its own.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    /// <summary>Returns once the condition holds; fails with the words when it does not come to that.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition, Func<string> otherwise, TimeSpan? patience = null)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > (patience ?? Patience))
                throw new TimeoutException(otherwise());
            await Task.Delay(Look);
        }
    }

    /// <summary>Lets the clock run, step by step, until a signal comes.</summary>
    public static async Task<T> RunAsync<T>(this ManualTimeProvider time, Task<T> signal, TimeSpan step)
    {
        var watch = Stopwatch.StartNew();
        while (!signal.IsCompleted)
        {
            if (watch.Elapsed > Patience)
                throw new TimeoutException($"By {time.GetUtcNow():O} the signal had not come.");
            // Whoever works gets a moment to set his next timer before the clock moves on.
            await Task.WhenAny(signal, Task.Delay(Look));
            time.Advance(step);
        }

        return await signal;
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public static Task RunAsync(this ManualTimeProvider time, Task signal, TimeSpan step) =>
        time.RunAsync(WithResult(signal), step);

    private static async Task<bool> WithResult(Task task)
    {
        await task;
        return true;
    }
}
