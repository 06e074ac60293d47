using Microsoft.Extensions.Logging;
using WeChatPush.Coordination;
using WeChatPush.Storage;

namespace WeChatPush.Spool;

/// <summary>
/// Moves the spool to the shared inbox, oldest first, beside new arrivals. It also detects that a store that was away is
/// back.
/// </summary>
internal sealed partial class SpoolDrain(
    ISpoolTarget target,
    IPushSpool spool,
    SharedStoreWatch watch,
    IStoreProbe probe,
    TimeProvider time,
    ILogger<SpoolDrain> logger)
    : PeriodicWorker(time)
{
    private const int Batch = 256;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan WhileWell = TimeSpan.FromSeconds(2);

    private long? _asked;

    /// <inheritdoc/>
    protected override TimeSpan PauseWhileAway => Look;

    /// <inheritdoc/>
    protected override async ValueTask<TimeSpan> RunOnceAsync(CancellationToken stoppingToken)
    {
        if (await AnswersAsync(stoppingToken) && spool.Count > 0)
            await DrainAsync(stoppingToken);
        return Look;
    }

    // Also asked while all is well: an outage shall be known before the next push meets it.
    private async ValueTask<bool> AnswersAsync(CancellationToken stoppingToken)
    {
        if (watch.Problem is null && _asked is { } asked && Time.GetElapsedTime(asked) < WhileWell)
            return true;
        _asked = Time.GetTimestamp();
        if (await probe.FindProblemAsync(stoppingToken) is { } problem)
        {
            watch.Failed(problem);
            return false;
        }

        watch.Answered();
        return true;
    }

    private async Task DrainAsync(CancellationToken stoppingToken)
    {
        var begun = Time.GetTimestamp();
        var total = 0;
        try
        {
            while (await spool.PeekAsync(Batch, stoppingToken) is { Count: > 0 } batch)
            {
                var taken = await TransferAsync(batch);
                await spool.RemoveAsync(taken);
                total += taken.Count;
                if (taken.Count < batch.Count)
                    return;
            }
        }
        catch (StoreUnavailableException error)
        {
            LogInterrupted(logger, error.Message);
        }
        finally
        {
            if (total > 0)
                LogDrained(logger, total, Time.GetElapsedTime(begun).TotalMilliseconds, spool.Count);
        }
    }

    private async Task<List<SpooledPush>> TransferAsync(List<SpooledPush> batch)
    {
        var (taken, problem) = await target.TakeAsync([.. batch.Select(item => item.Push)]);
        if (problem is not null)
            watch.Failed(problem);
        var gone = batch.Where((_, i) => taken[i]).ToList();
        spool.Release(gone);
        return gone;
    }

    [LoggerMessage(252, LogLevel.Information,
        "The spool handed over {Count} pushes in {Milliseconds:0} ms; {Left} are left.")]
    private static partial void LogDrained(ILogger logger, int count, double milliseconds, int left);

    [LoggerMessage(253, LogLevel.Warning, "The spool could not be read or written: {Reason}")]
    private static partial void LogInterrupted(ILogger logger, string reason);
}
