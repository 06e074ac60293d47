using WeChatPush.Storage;

namespace WeChatPush.Campaigns.Running;

/// <summary>
/// The last step before a message is written: waits for its slot. A message that the disk, Redis or the processor delayed
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

    /// <summary>Waits until a message may be written.</summary>
    public async ValueTask WaitAsync(TimeSpan slot, CancellationToken cancellationToken)
    {
        try
        {
            if (elapsed() - slot > tolerance)
                slot = await another();
            if (slot - elapsed() is var left && left > Tick)
                await Task.Delay(left, time, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // Only the few messages that were begun already get here, and none follows them.
        }
    }
}
