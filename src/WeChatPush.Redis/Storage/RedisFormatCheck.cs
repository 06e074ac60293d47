using Microsoft.Extensions.Hosting;
using WeChatPush.Redis.Health;
using WeChatPush.Storage;

namespace WeChatPush.Redis.Storage;

/// <summary>
/// Ends the start, before any service works on the data, when a newer version wrote it. A Redis that is away is no reason:
/// pushes are spooled, and the format is looked at when it answers.
/// </summary>
internal sealed class RedisFormatCheck(RedisMarker marker) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await marker.RenewAsync();
        }
        catch (StoreUnavailableException error) when (error is not StoreFormatException)
        {
            // Health and the log have it.
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
