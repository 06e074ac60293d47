namespace WeChatPush.Campaigns.Running;

/// <summary>A signal that wakes whoever waits for it now.</summary>
internal sealed class SendSignal
{
    private TaskCompletionSource _next = New();

    /// <summary>Completes with the next signal. Ask first, look second.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Give() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
