using WeChatPush.Storage;

namespace WeChatPush.Campaigns.Running;

/// <summary>
/// What a message passes last, right before it is written: at its slot. Whoever was held up on his way, by the disk, Redis
/// or the processor, until that was over gets another one: those who were held up together do not leave together, over
/// the whole fleet.
/// </summary>
/// <param name="tolerance">How long after his slot somebody may still leave.</param>
/// <param name="elapsed">The clock by which slots are told.</param>
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
            // They are few who were begun already, and nobody follows them.
        }
    }
}
