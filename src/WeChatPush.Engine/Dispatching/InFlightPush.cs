using WeChatPush.Inbox;

namespace WeChatPush.Dispatching;

/// <summary>A push in flight, and the work on it.</summary>
internal sealed class InFlightPush(ClaimedPush push, CancellationTokenSource cancel)
{
    public ClaimedPush Push => push;

    public CancellationTokenSource Cancellation => cancel;

    public Task Work { get; set; } = Task.CompletedTask;

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
