using System.Diagnostics.CodeAnalysis;

namespace WeChatPush.Server.Admin;

/// <summary>
/// Keeps a server from running whose routes and <see cref="AdminRoutes.Table"/> differ: a route that was forgotten there would
/// take any key. Only when all is started are all routes there.
/// </summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by dependency injection.")]
internal sealed class AdminRouteCheck(EndpointDataSource endpoints) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var mistakes = AdminRoutes.FindMistakes(endpoints.Endpoints);
        return mistakes.Count == 0
            ? Task.CompletedTask
            : throw new InvalidOperationException(string.Join(Environment.NewLine, mistakes));
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
}
