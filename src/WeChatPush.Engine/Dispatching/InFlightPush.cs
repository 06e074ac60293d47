using WeChatPush.Inbox;

namespace WeChatPush.Dispatching;

/// <summary>A push in flight, and the work on it: it holds a place until it is handled, and its lease until it is settled.</summary>
internal sealed class InFlightPush(ClaimedPush push, CancellationTokenSource cancel)
{
    private readonly TaskCompletionSource<Task> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left;

    public ClaimedPush Push => push;

    public CancellationTokenSource Cancellation => cancel;

    /// <summary>A run of the same push that is still under way.</summary>
    public InFlightPush? Earlier { get; init; }

    /// <summary>Completes when the push is settled, or given up.</summary>
    public Task Work => _begun.Task.IsCompletedSuccessfully ? _begun.Task.Result : _begun.Task.Unwrap();

    /// <summary>Whether it holds one of the places of which there are <see cref="DispatchingOptions.Concurrency"/>.</summary>
    public bool HoldsPlace => !push.AwaitsReply && Volatile.Read(ref _left) == 0;

    /// <summary>The work has begun.</summary>
    public void Begin(Task work) => _begun.SetResult(work);

    /// <summary>Whether it held its place until now.</summary>
    public bool TryLeavePlace() => Interlocked.Exchange(ref _left, 1) == 0;

    public void Cancel()
    {
        try
        {
            // On another thread: what a handler has registered there is its own, and may throw or take its time.
            _ = cancel.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It ended meanwhile.
        }
    }
}
