namespace WeChatPush.Coordination;

/// <summary>Completes all waiters at the moment it is set. Ask for <see cref="Next"/> first, look second.</summary>
internal sealed class BroadcastEvent
{
    private TaskCompletionSource _next = New();

    /// <summary>Completes when the event is set next.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Sets it, for those who wait now.</summary>
    public void Set() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
