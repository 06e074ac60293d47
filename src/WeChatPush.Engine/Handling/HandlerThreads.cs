using Microsoft.Extensions.Options;
using WeChatPush.Coordination;

namespace WeChatPush.Handling;

/// <summary>Keeps threads for everything else while handlers block theirs.</summary>
internal sealed class HandlerThreads(IOptionsMonitor<WeChatPushOptions> options, AbandonedHandlers abandoned)
{
    private int _ensured;

    /// <summary>Lets the pool have a thread for each handler that may block, and its usual ones beside them.</summary>
    public void Ensure()
    {
        var handlers = options.CurrentValue.Dispatching.Concurrency + DispatchingOptions.MaxAwaitingReply + abandoned.Total;
        if (handlers <= Volatile.Read(ref _ensured))
            return;
        ReservedThreads.Reserve("handlers", handlers);
        Volatile.Write(ref _ensured, handlers);
    }
}
