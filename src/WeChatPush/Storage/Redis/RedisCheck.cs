using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace WeChatPush.Storage.Redis;

/// <summary>
/// Looks at how the server is set up: at the start, after each connection, and now and then. What is wrong is said once
/// in the log and all the time in health; the service works on regardless.
/// </summary>
internal sealed partial class RedisCheck(
    RedisConnection redis, RedisState state, TimeProvider time, ILogger<RedisCheck> logger) : BackgroundService
{
    private static readonly TimeSpan NowAndThen = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan WhileAway = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly HashSet<string> _said = new(StringComparer.Ordinal);
    private TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        redis.Connected += Ring;
        try
        {
            while (true)
            {
                // Listen first, look second.
                var connected = Volatile.Read(ref _connected).Task;
                await LookAsync();
                var pause = state.Last.Problem is null ? NowAndThen : WhileAway;
                using var over = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                await Task.WhenAny(connected, Task.Delay(pause, time, over.Token));
                await over.CancelAsync();
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
        finally
        {
            redis.Connected -= Ring;
        }
    }

    private void Ring() =>
        Interlocked.Exchange(ref _connected, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    private async Task LookAsync()
    {
        try
        {
            var info = await AskAsync("INFO") is { } told ? (string?)told : null;
            var config = new Dictionary<string, string>(StringComparer.Ordinal);
            // One pattern at a time, older servers take no more.
            foreach (var pattern in (string[])["append*", "maxmemory-policy"])
            {
                if (await AskAsync("CONFIG", "GET", pattern) is not { } settings)
                    break;
                foreach (var pair in ((RedisValue[]?)settings ?? []).Chunk(2))
                    config[$"{pair[0]}"] = $"{pair[^1]}";
            }

            var facts = RedisFacts.Read(info ?? "", config);
            var findings = RedisFinding.About(facts).ToList();
            state.Last = new(facts, findings, null);
            Say(findings);
        }
        catch (StoreUnavailableException error)
        {
            // Whoever meets it on the way of a push says it aloud.
            state.Last = state.Last with { Problem = error.Message };
        }
    }

    /// <summary>The answer; null where the host hides the command, or this user may not ask.</summary>
    private async Task<RedisResult?> AskAsync(string command, params object[] arguments)
    {
        try
        {
            return await redis.ExecuteAsync(command, arguments, Patience);
        }
        catch (StoreUnavailableException error) when (IsHidden(error.Message))
        {
            return null;
        }
    }

    private static bool IsHidden(string answer) =>
        answer.StartsWith("NOPERM", StringComparison.Ordinal)
        || answer.StartsWith("ERR unknown", StringComparison.OrdinalIgnoreCase);

    private void Say(List<RedisFinding> findings)
    {
        _said.IntersectWith(findings.Select(finding => finding.Words));
        foreach (var finding in findings.Where(finding => _said.Add(finding.Words)))
        {
            if (finding.Endangers)
                LogDanger(logger, finding.Words);
            else
                LogAdvice(logger, finding.Words);
        }
    }

    [LoggerMessage(141, LogLevel.Error, "{Finding}")]
    private static partial void LogDanger(ILogger logger, string finding);

    [LoggerMessage(142, LogLevel.Warning, "{Finding}")]
    private static partial void LogAdvice(ILogger logger, string finding);
}
