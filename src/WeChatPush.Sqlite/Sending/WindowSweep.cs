using WeChatPush.Coordination;

namespace WeChatPush.Sqlite.Sending;

/// <summary>Customer-service windows that have long been over; in Redis they run out by themselves.</summary>
internal sealed class WindowSweep(SqliteSendingStore store, TimeProvider time) : ISweep
{
    /// <summary>Closed windows stay for a while: they spare the calls that WeChat would refuse.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromDays(7);

    /// <inheritdoc/>
    public string What => "Old customer-service windows";

    /// <inheritdoc/>
    public TimeSpan Interval => TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public async ValueTask<bool> SweepAsync(int max, CancellationToken cancellationToken) =>
        await store.SweepWindowsAsync(time.GetUtcNow() - Memory, max, cancellationToken) == max;
}
