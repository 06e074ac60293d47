using System.Diagnostics.CodeAnalysis;
using WeChatPush.Server.Health;

namespace WeChatPush.Server.Hosting;

/// <summary>
/// Asks the server, as soon as it listens, for what must be answered on the worst of days: .NET loads the code for it then, and not
/// when the system may have no more files to give. What could not be loaded once is not tried again.
/// </summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by dependency injection.")]
internal sealed class WarmUp(IConfiguration configuration) : IHostedLifecycleService
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _ = AskAsync();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task AskAsync()
    {
        try
        {
            using var client = HealthCheckCommand.CreateClient(OwnAddress.From(configuration), Timeout);
            using var live = await client.GetAsync(HealthCheckCommand.LivePath);
            // An app of this name cannot exist.
            using var body = new StringContent("<xml/>");
            using var push = await client.PostAsync("/wechat/-?signature=&timestamp=&nonce=", body);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException
            or IOException or FormatException or InvalidDataException)
        {
            // It listens on another kind of address, or ends already. Then the first of its clients does this.
        }
    }
}
