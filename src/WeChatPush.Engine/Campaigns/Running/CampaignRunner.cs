using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPush.Coordination;
using WeChatPush.Storage;

namespace WeChatPush.Campaigns.Running;

/// <summary>
/// Sends every running campaign in this instance, beside other instances that send the same one; starts campaigns whose
/// time has come, and recovers recipients whose instance died.
/// </summary>
internal sealed partial class CampaignRunner(
    ICampaignStore store,
    CampaignEvents events,
    CampaignSends sends,
    IOptionsMonitor<WeChatPushOptions> options,
    TimeProvider time,
    ILogger<CampaignRunner> logger) : PeriodicWorker(time)
{
    private const int BatchSize = 500;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MaxCarePause = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, Run> _runs = new(StringComparer.Ordinal);
    private long? _caredAt;

    private TimeSpan Lease => options.CurrentValue.Dispatching.Lease;

    /// <summary>Three renewals per lease: one may get lost, and one be late.</summary>
    private TimeSpan BetweenCares => Lease / 3 < MaxCarePause ? Lease / 3 : MaxCarePause;

    /// <inheritdoc/>
    protected override TimeSpan PauseWhileAway => BetweenLooks;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await base.ExecuteAsync(stoppingToken);
        }
        finally
        {
            await Task.WhenAll(_runs.Values.Select(run => run.Task));
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask<TimeSpan> RunOnceAsync(CancellationToken stoppingToken)
    {
        if (_caredAt is not { } at || Time.GetElapsedTime(at) >= BetweenCares)
        {
            await RecoverAsync(stoppingToken);
            _caredAt = Time.GetTimestamp();
        }

        await LookAsync(stoppingToken);
        return BetweenLooks;
    }

    /// <inheritdoc/>
    protected override void ReportUnavailable(StoreUnavailableException error) => LogFailed(logger, error.Message);

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        await store.StartDueAsync(stoppingToken);
        foreach (var (id, run) in _runs)
        {
            if (!run.Task.IsCompleted)
                continue;
            run.Stop.Dispose();
            _runs.Remove(id);
        }

        foreach (var campaign in await store.GetRunningAsync(stoppingToken))
        {
            if (!_runs.TryGetValue(campaign.Id, out var run))
                _runs[campaign.Id] = Begin(campaign, stoppingToken);
            // The run leaves its recipients, and another begins at the new rate.
            else if (run.Rate != campaign.Plan.Rate)
                await run.Stop.CancelAsync();
        }
    }

    private Run Begin(Campaign campaign, CancellationToken stoppingToken)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        return new(Task.Run(() => RunAsync(campaign, stop.Token), CancellationToken.None), stop, campaign.Plan.Rate);
    }

    private async Task RunAsync(Campaign campaign, CancellationToken stoppingToken)
    {
        var holder = Guid.NewGuid().ToString("N");
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var backgroundTasks = Task.WhenAll(
            ExpandAudienceAsync(campaign, over.Token),
            RenewAsync(campaign, holder, over.Token),
            new CampaignProgress(store, events, campaign, Time, logger).RunAsync(over.Token));
        try
        {
            if (campaign.Plan.DryRun)
                await new DryRun(store, campaign, holder, Time).RunAsync(stoppingToken);
            else
                await new CampaignRun(store, sends, campaign, holder, options, Time, logger).RunAsync(stoppingToken);
        }
        catch (Exception error)
        {
            // Begins again with the next look.
            LogRunFailed(logger, error is StoreUnavailableException ? null : error, campaign.Plan.Name, campaign.Id,
                error.Message);
        }
        finally
        {
            await over.CancelAsync();
            await backgroundTasks;
        }
    }

    /// <summary>
    /// Finds the users who can be reached, ahead of the sending; in bounded steps, so that no push waits behind a long one.
    /// </summary>
    private async Task ExpandAudienceAsync(Campaign campaign, CancellationToken over)
    {
        while (!campaign.AudienceKnown && !over.IsCancellationRequested)
        {
            var begun = Time.GetTimestamp();
            if (await RunBackgroundTaskAsync(() => store.ExpandAudienceAsync(campaign.App, campaign.Id, BatchSize, over)) == true)
                return;
            await Task.Delay(Time.GetElapsedTime(begun), Time, over)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RenewAsync(Campaign campaign, string holder, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            await Task.Delay(BetweenCares, Time, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!over.IsCancellationRequested)
                await RunBackgroundTaskAsync(() => store.RenewAsync(campaign.App, campaign.Id, holder, over));
        }
    }

    /// <summary>The run itself retries and logs its failures.</summary>
    private async ValueTask<bool?> RunBackgroundTaskAsync(Func<ValueTask<bool>> step)
    {
        try
        {
            return await step();
        }
        catch (Exception error) when (error is StoreUnavailableException or OperationCanceledException)
        {
            await Task.Delay(BetweenLooks, Time, CancellationToken.None);
            return null;
        }
    }

    private async Task RecoverAsync(CancellationToken stoppingToken)
    {
        while (await store.RecoverAsync(BatchSize, stoppingToken) is > 0 and var recovered)
            LogRecovered(logger, recovered);
    }

    [LoggerMessage(653, LogLevel.Warning,
        "{Count} recipients of campaigns belonged to an instance that died: a recipient that was not being sent to is pending "
        + "again, the rest is uncertain.")]
    private static partial void LogRecovered(ILogger logger, int count);

    [LoggerMessage(654, LogLevel.Warning, "Campaigns could not be looked after: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);

    [LoggerMessage(655, LogLevel.Error, "Campaign {Name} ({Id}) was interrupted here, and begins again: {Reason}")]
    private static partial void LogRunFailed(ILogger logger, Exception? error, string name, string id, string reason);

    /// <summary>A run of a campaign in this instance, and the rate at which it sends.</summary>
    private sealed record Run(Task Task, CancellationTokenSource Stop, double Rate);
}
