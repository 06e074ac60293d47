using Microsoft.Extensions.Logging;
using WeChatPush.Storage;

namespace WeChatPush.Campaigns;

/// <summary>Logs and publishes how far a campaign is, at an interval, and how it ended.</summary>
internal sealed partial class CampaignProgress(
    ICampaignStore store, CampaignEvents events, Campaign campaign, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan NowAndThen = TimeSpan.FromSeconds(5);

    /// <summary>Logs until the campaign is over.</summary>
    public async Task RunAsync(CancellationToken over)
    {
        events.Moved(campaign.App, campaign.Id, CampaignState.Running);
        var (before, at) = (campaign.Counts, time.GetTimestamp());
        while (!over.IsCancellationRequested)
        {
            await Task.Delay(NowAndThen, time, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (await FindAsync() is not { } now)
                continue;
            events.Moved(now.App, now.Id, now.State);
            if (over.IsCancellationRequested)
            {
                LogEnd(logger, now.Plan.Name, now.Id, now.State, Words(now.Counts));
                return;
            }

            var seconds = time.GetElapsedTime(at).TotalSeconds;
            var rate = (Done(now.Counts) - Done(before)) / seconds;
            LogProgress(
                logger, now.Plan.Name, now.Id, Done(now.Counts), now.Counts.Total, Math.Round(rate),
                rate > 0 ? $"{Math.Ceiling(now.Counts.Pending / rate):N0} s left" : "no end in sight", Words(now.Counts));
            (before, at) = (now.Counts, time.GetTimestamp());
        }
    }

    private async Task<Campaign?> FindAsync()
    {
        try
        {
            return await store.FindAsync(campaign.App, campaign.Id, CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }

    private static long Done(CampaignCounts counts) => counts.Total - counts.Pending;

    private static string Words(CampaignCounts counts)
    {
        var words = new (string Word, long Number)[]
        {
            ("sent", counts.Sent),
            ("without credit", counts.NoCredit),
            ("refused", counts.Refused),
            ("failed", counts.Failed),
            ("uncertain", counts.Uncertain),
            ("skipped", counts.Skipped),
            ("cancelled", counts.Cancelled),
            ("pending", counts.Pending),
        };
        return string.Join(", ", words.Where(pair => pair.Number > 0).Select(pair => $"{pair.Word} {pair.Number:N0}"));
    }

    [LoggerMessage(656, LogLevel.Information,
        "Campaign {Name} ({Id}): {Done:N0} of {Total:N0}, {Rate:N0}/s, {Left}; {Counts}")]
    private static partial void LogProgress(
        ILogger logger, string name, string id, long done, long total, double rate, string left, string counts);

    [LoggerMessage(657, LogLevel.Information, "Campaign {Name} ({Id}) is {State} here: {Counts}")]
    private static partial void LogEnd(ILogger logger, string name, string id, CampaignState state, string counts);
}
