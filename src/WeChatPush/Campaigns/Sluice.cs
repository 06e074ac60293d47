namespace WeChatPush.Campaigns;

/// <summary>
/// Keeps messages that come all at once, because the disk or the processor held them up, from leaving all at once: they
/// leave a little faster than the rate, until it is caught up with.
/// </summary>
internal sealed class Sluice(TimeSpan spacing, TimeProvider time)
{
    private const double Hurry = 1.12;

    /// <summary>A timer is never exact, so a few may leave together.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(50);

    private readonly long _begunAt = time.GetTimestamp();
    private TimeSpan _next;

    /// <summary>How long the next message has to wait, if it must.</summary>
    public TimeSpan Pass()
    {
        var now = time.GetElapsedTime(_begunAt);
        var moment = _next > now - Slack ? _next : now - Slack;
        _next = moment + (spacing / Hurry);
        return moment - now;
    }
}
