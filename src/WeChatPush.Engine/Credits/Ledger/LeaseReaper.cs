using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPush.Coordination;
using WeChatPush.Storage;

namespace WeChatPush.Credits;

/// <summary>Renews the leases of reservations that are held here, and ends those whose holder died.</summary>
internal sealed partial class LeaseReaper(
    ICreditLedger ledger,
    HeldReservations held,
    IOptionsMonitor<WeChatPushOptions> options,
    TimeProvider time,
    ILogger<LeaseReaper> logger) : PeriodicWorker(time)
{
    private const int BatchSize = 500;
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(5);

    /// <summary>Three renewals per lease: one may get lost, and one be late.</summary>
    private TimeSpan Pause
    {
        get
        {
            var third = options.CurrentValue.Dispatching.Lease / 3;
            return third < MaxPause ? third : MaxPause;
        }
    }

    /// <inheritdoc/>
    protected override TimeSpan PauseWhileAway => Pause;

    /// <inheritdoc/>
    protected override async ValueTask<TimeSpan> RunOnceAsync(CancellationToken stoppingToken)
    {
        if (held.All is { Count: > 0 } reservations)
            await ledger.RenewAsync(reservations, stoppingToken);
        while (await ledger.RecoverAsync(BatchSize, stoppingToken) is > 0 and var recovered)
        {
            LogRecovered(logger, recovered);
            if (recovered < BatchSize)
                break;
        }

        return Pause;
    }

    /// <inheritdoc/>
    protected override void ReportUnavailable(StoreUnavailableException error) => LogFailed(logger, error.Message);

    [LoggerMessage(620, LogLevel.Warning,
        "{Count} credits were reserved by an instance that died: what had not been sent on yet is back, the rest is "
        + "uncertain.")]
    private static partial void LogRecovered(ILogger logger, int count);

    [LoggerMessage(621, LogLevel.Warning, "The leases of credits could not be looked after: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
