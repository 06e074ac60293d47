namespace WeChatPush.Campaigns.Running;

/// <summary>Waits that may end early.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    /// <summary>Waits for a while, and no longer than until a signal is given or the end begins.</summary>
    public static async Task ForAsync(TimeSpan atMost, Task? signal, TimeProvider time, CancellationToken stopping)
    {
        if (signal is { IsCompleted: true })
            return;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var end = Task.Delay(atMost > Tick ? atMost : Tick, time, over.Token);
        await Task.WhenAny(signal ?? end, end);
        await over.CancelAsync();
    }
}
