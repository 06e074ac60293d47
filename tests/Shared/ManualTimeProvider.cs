using Microsoft.Extensions.Time.Testing;

namespace WeChatPush.TestSupport;

/// <summary>
/// A clock that moves when it is told to. Timers that fall due run inside <see cref="FakeTimeProvider.Advance"/>, or on the
/// thread that reads the clock at that moment.
/// </summary>
/// <remarks>
/// The timestamp of its base is its wall clock, so that <see cref="FakeTimeProvider.AdjustTime"/> moves both; setting a real
/// wall clock leaves the timestamp alone, and the tests of clocks that are set need it so.
/// </remarks>
internal sealed class ManualTimeProvider(DateTimeOffset start) : FakeTimeProvider(start)
{
    private long _jumped;

    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero))
    {
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Volatile.Read(ref _jumped));

    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    /// <summary>Moves only the wall clock, as somebody who sets it would.</summary>
    public void Jump(TimeSpan by) => Interlocked.Add(ref _jumped, by.Ticks);

    /// <summary>Lets the clock run, step by step, until a signal comes.</summary>
    public async Task RunAsync(Task signal, TimeSpan step)
    {
        // Running work gets a moment to set its next timer before the clock moves on.
        await Eventually.TrueAsync(
            () =>
            {
                if (!signal.IsCompleted)
                    Advance(step);
                return signal.IsCompleted;
            },
            () => $"By {GetUtcNow():O} the signal had not come.");
        await signal;
    }

    /// <inheritdoc cref="RunAsync(Task, TimeSpan)"/>
    public async Task<T> RunAsync<T>(Task<T> signal, TimeSpan step)
    {
        await RunAsync((Task)signal, step);
        return await signal;
    }
}
