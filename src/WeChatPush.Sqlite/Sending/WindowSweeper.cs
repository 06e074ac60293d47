using Microsoft.Extensions.Hosting;
using WeChatPush.Storage;

namespace WeChatPush.Sqlite.Sending;

/// <summary>Forgets customer-service windows that have long been over; in Redis they run out by themselves.</summary>
internal sealed class WindowSweeper(SqliteSendingStore store, TimeProvider time) : BackgroundService
{
    private const int Chunk = 500;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    /// <summary>Closed windows stay for a while: they spare the calls that WeChat would refuse.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromDays(7);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                // In small bites, so that no push waits behind a long one.
                while (await store.SweepWindowsAsync(time.GetUtcNow() - Memory, Chunk, stoppingToken) == Chunk)
                {
                }
            }
            catch (StoreUnavailableException)
            {
                // The store says so itself; the next round comes.
            }
        }
    }
}
