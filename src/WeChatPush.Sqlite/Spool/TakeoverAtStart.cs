using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeChatPush.Storage;

namespace WeChatPush.Sqlite.Spool;

/// <summary>
/// Moves what a run with another configuration left, before the first push is received: so each user's pushes stay in order.
/// While the disk does not take it, it is tried again and again beside everything else.
/// </summary>
internal abstract partial class TakeoverAtStart(TimeProvider time, ILogger logger) : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private bool _done;
    private volatile string? _problem;

    /// <summary>The clock.</summary>
    protected TimeProvider Time => time;

    /// <summary>What is still left, for health; <see langword="null"/>: nothing.</summary>
    public string? Problem
    {
        get => _problem;
        protected set => _problem = value;
    }

    /// <inheritdoc/>
    public async Task StartingAsync(CancellationToken cancellationToken) => await TryAsync();

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Moves everything; sets <see cref="Problem"/> to what cannot be moved.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be read or written.</exception>
    protected abstract Task RunAsync();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!_done)
        {
            await Task.Delay(RetryDelay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
                return;
            await TryAsync();
        }
    }

    // No exception may stop the host: the push URL must continue to answer.
    private async Task TryAsync()
    {
        try
        {
            await RunAsync();
            _done = true;
        }
        catch (Exception error) when (error is not StoreFormatException)
        {
            if (_problem is null)
                LogFailed(logger, error is StoreUnavailableException ? null : error, error.Message);
            Problem = $"acknowledged pushes of an earlier run could not be taken over: {error.Message}";
        }
    }

    [LoggerMessage(232, LogLevel.Error,
        "Acknowledged pushes of an earlier run could not be taken over: {Reason}. It is tried again and again.")]
    private static partial void LogFailed(ILogger logger, Exception? error, string reason);
}

/// <summary>Whether something of an earlier run is left.</summary>
internal sealed class TakeoverHealth(TakeoverAtStart takeover) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(takeover.Problem is { } problem
            ? HealthCheckResult.Degraded(problem)
            : HealthCheckResult.Healthy("nothing is left of an earlier run"));
}
