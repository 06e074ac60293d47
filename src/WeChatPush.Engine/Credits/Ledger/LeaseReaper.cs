using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPush.Storage;

namespace WeChatPush.Credits;

/// <summary>
/// Keeps the leases of the living, ends those of the dead, and lets the ledger forget what has had its time.
/// </summary>
internal sealed partial class LeaseReaper(
    ICreditLedger ledger,
    HeldReservations held,
    IOptionsMonitor<WeChatPushOptions> options,
    TimeProvider time,
    ILogger<LeaseReaper> logger) : BackgroundService
{
    private const int BatchSize = 500;
    private const int MaxBatches = 100;
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromMinutes(1);

    private long _sweptAt;
    private bool _failing;

    /// <summary>Three signs of life per lease: one may get lost, and one be late.</summary>
    private TimeSpan Pause
    {
        get
        {
            var third = options.CurrentValue.Dispatching.Lease / 3;
            return third < MaxPause ? third : MaxPause;
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _sweptAt = time.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            await RoundAsync(stoppingToken);
            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RoundAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (held.All is { Count: > 0 } reservations)
                await ledger.RenewAsync(reservations, stoppingToken);
            while (await ledger.RecoverAsync(BatchSize, stoppingToken) is > 0 and var recovered)
            {
                LogRecovered(logger, recovered);
                if (recovered < BatchSize)
                    break;
            }

            if (time.GetElapsedTime(_sweptAt) >= BetweenSweeps)
            {
                await SweepAsync(stoppingToken);
                _sweptAt = time.GetTimestamp();
            }

            _failing = false;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
        catch (StoreUnavailableException error)
        {
            if (!_failing)
                LogFailed(logger, error.Message);
            _failing = true;
        }
    }

    /// <summary>In bites, so that no push waits behind a long one, and not for ever: leases come first.</summary>
    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        for (var bites = 0; bites < MaxBatches && await ledger.SweepAsync(BatchSize, stoppingToken) >= BatchSize; bites++)
            await Task.Yield();
    }

    [LoggerMessage(620, LogLevel.Warning,
        "{Count} credits were in the hands of somebody who died: what had not been sent on yet is back, the rest is "
        + "uncertain.")]
    private static partial void LogRecovered(ILogger logger, int count);

    [LoggerMessage(621, LogLevel.Warning, "The ledger could not be looked after: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
