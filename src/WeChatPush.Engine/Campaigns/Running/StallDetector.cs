namespace WeChatPush.Campaigns.Running;

/// <summary>
/// Whether WeChat has answered nothing for a while although many calls are open. Messages that are sent during such a stall
/// all arrive when it ends, in one second.
/// </summary>
/// <param name="length">How long it takes to be one.</param>
/// <param name="time">The clock.</param>
internal sealed class StallDetector(TimeSpan length, TimeProvider time)
{
    /// <summary>With fewer under way there may just be nothing to answer.</summary>
    private const int Few = 16;

    private long _heardAt = time.GetTimestamp();

    /// <summary>An answer came, or none was waited for until now.</summary>
    public void RecordAnswer() => Volatile.Write(ref _heardAt, time.GetTimestamp());

    /// <summary>Whether WeChat is stalled now.</summary>
    /// <param name="inFlight">How many answers are waited for.</param>
    public bool IsStalled(int inFlight) => inFlight >= Few && time.GetElapsedTime(Volatile.Read(ref _heardAt)) > length;
}
