using WeChatPush.Storage;

namespace WeChatPush.Campaigns.Running;

/// <summary>
/// Waits for a message's slot, before the message is noted and written. A message that the disk, Redis or the processor delayed
/// past its slot gets another one: messages that were delayed together do not leave together, over the whole fleet.
/// </summary>
/// <param name="tolerance">How long after its slot a message may still leave.</param>
/// <param name="elapsed">The clock in which slots are given.</param>
/// <param name="another">Gives another slot.</param>
/// <param name="time">What waits are measured by.</param>
internal sealed class RateGate(
    TimeSpan tolerance, Func<TimeSpan> elapsed, Func<ValueTask<TimeSpan>> another, TimeProvider time)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    /// <summary>Whether a message may no longer leave in this slot.</summary>
    public bool IsLate(TimeSpan slot) => elapsed() - slot > tolerance;

    /// <summary>Waits until a message may be written; returns the slot that it got.</summary>
    /// <exception cref="StoreUnavailableException">It needs another slot, and there is none.</exception>
    public async ValueTask<TimeSpan> WaitAsync(TimeSpan slot, CancellationToken cancellationToken)
    {
        if (IsLate(slot))
            slot = await another();
        if (slot - elapsed() is var left && left > Tick)
            await Task.Delay(left, time, cancellationToken);
        return slot;
    }
}
