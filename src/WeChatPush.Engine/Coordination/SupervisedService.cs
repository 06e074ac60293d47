using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace WeChatPush.Coordination;

/// <summary>
/// Runs a background service and starts it again when it fails. A failure is one log line and a finding in health; it
/// never stops the host, because the push URL must continue to answer.
/// </summary>
internal sealed partial class SupervisedService<TService>(
    TService service, BackgroundFailures failures, TimeProvider time, ILogger<TService> logger)
    : IHostedService, IDisposable
    where TService : BackgroundService
{
    private static readonly TimeSpan FirstRestartDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxRestartDelay = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stopping = new();
    private Task _supervision = Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await service.StartAsync(cancellationToken);
        _supervision = Task.Run(SuperviseAsync, CancellationToken.None);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        // First: a restart that is under way would begin what has just been stopped.
        await _supervision;
        await service.StopAsync(cancellationToken);
    }

    /// <summary>Ends the supervision. A host may stop what it has disposed, so the source itself is left to the collector.</summary>
    public void Dispose() => _stopping.Cancel();

    private async Task SuperviseAsync()
    {
        var delay = FirstRestartDelay;
        while (true)
        {
            var started = time.GetTimestamp();
            var execution = service.ExecuteTask ?? Task.CompletedTask;
            await execution.WaitAsync(_stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stopping.IsCancellationRequested || execution.IsCompletedSuccessfully)
                return;

            // A cancellation that the host did not ask for ends the loop as well.
            var error = execution.Exception?.GetBaseException() ?? new TaskCanceledException(execution);
            failures.Report(typeof(TService).Name, error);
            LogFailed(logger, error, typeof(TService).Name, delay.TotalSeconds);
            await Task.Delay(delay, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stopping.IsCancellationRequested)
                return;
            var ranLong = time.GetElapsedTime(started) > MaxRestartDelay + delay;
            delay = ranLong ? FirstRestartDelay : delay * 2 < MaxRestartDelay ? delay * 2 : MaxRestartDelay;
            await service.StartAsync(_stopping.Token);
        }
    }

    [LoggerMessage(120, LogLevel.Error, "{Service} failed and is started again in {Seconds:0} s.")]
    private static partial void LogFailed(ILogger logger, Exception error, string service, double seconds);
}
