using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WeChatPush.Inbox;
using WeChatPush.Storage;

namespace WeChatPush.Dispatching;

/// <summary>Lets the inbox forget what has had its time, piece by piece between the commits that matter.</summary>
internal sealed partial class RetentionSweeper(IInbox inbox, TimeProvider time, ILogger<RetentionSweeper> logger) : BackgroundService
{
    private const int BatchSize = 500;
    private static readonly TimeSpan WhileBehind = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan WhenTidy = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var gone = await SweepAsync(stoppingToken);
                await Task.Delay(gone > 0 ? WhileBehind : WhenTidy, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async ValueTask<int> SweepAsync(CancellationToken stoppingToken)
    {
        try
        {
            return await inbox.SweepAsync(BatchSize, stoppingToken);
        }
        catch (StoreUnavailableException error)
        {
            LogNotSwept(logger, error.Message);
            return 0;
        }
    }

    [LoggerMessage(310, LogLevel.Warning, "Old pushes could not be swept: {Reason}")]
    private static partial void LogNotSwept(ILogger logger, string reason);
}
