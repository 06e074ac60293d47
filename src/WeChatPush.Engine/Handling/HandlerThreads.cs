using Microsoft.Extensions.Options;

namespace WeChatPush.Handling;

/// <summary>
/// Keeps threads for everything else while handlers block theirs. The pool adds a thread to those it has at once only twice
/// a second, and the push URL waits for one like everybody.
/// </summary>
internal sealed class HandlerThreads(IOptionsMonitor<WeChatPushOptions> options, AbandonedHandlers abandoned)
{
    private readonly Lock _gate = new();
    private int _ensured;

    /// <summary>Lets the pool have a thread for each handler that may block, and its usual ones beside them.</summary>
    public void Ensure()
    {
        var handlers = options.CurrentValue.Dispatching.Concurrency + DispatchingOptions.MaxAwaitingReply + abandoned.Total;
        if (handlers <= Volatile.Read(ref _ensured))
            return;
        lock (_gate)
        {
            if (handlers <= _ensured)
                return;
            ThreadPool.GetMinThreads(out var workers, out var completions);
            ThreadPool.SetMinThreads(Math.Max(workers, handlers + Environment.ProcessorCount), completions);
            Volatile.Write(ref _ensured, handlers);
        }
    }
}
