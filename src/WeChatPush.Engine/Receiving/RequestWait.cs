using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace WeChatPush.Receiving;

/// <summary>How long a request has waited before it was taken up.</summary>
internal interface IRequestWait
{
    TimeSpan Find(HttpContext context);
}

/// <summary>
/// Asks the system. That is a call of its own, so while there is no wait worth mentioning only a request now and then is
/// asked for, and each as soon as there is.
/// </summary>
internal sealed class RequestWait(TimeProvider time) : IRequestWait
{
    private static readonly TimeSpan Noticeable = TimeSpan.FromMilliseconds(100);

    private readonly long _interval = time.TimestampFrequency / 50;
    private long _nextLook = long.MinValue;

    public TimeSpan Find(HttpContext context)
    {
        var now = time.GetTimestamp();
        if (now < Volatile.Read(ref _nextLook))
            return TimeSpan.Zero;
        var wait = context.Features.Get<IConnectionSocketFeature>() is { Socket: { } socket } ? SocketWait.Find(socket) : TimeSpan.Zero;
        Volatile.Write(ref _nextLook, wait < Noticeable ? now + _interval : now);
        return wait;
    }
}
