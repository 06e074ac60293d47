using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using WeChatPush.Coordination;
using WeChatPush.Redis.Connection;
using WeChatPush.Storage;

namespace WeChatPush.Redis.Health;

/// <summary>
/// Checks how the servers are set up: at the start, after each connection, and once a minute, more often while something is
/// wrong. A finding is logged once and shown in health for as long as it holds. The service works on regardless.
/// </summary>
internal sealed partial class RedisCheck(
    RedisConnection redis,
    RedisState state,
    IOptionsMonitor<WeChatPushOptions> options,
    TimeProvider time,
    ILogger<RedisCheck> logger)
    : PeriodicWorker(time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan IntervalInDanger = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan IntervalWhileAway = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromSeconds(3);

    // One pattern at a time, older servers take no more.
    private static readonly string[] Settings = ["append*", "maxmemory*"];

    private readonly HashSet<string> _logged = new(StringComparer.Ordinal);
    private readonly BroadcastEvent _connected = new();
    private Task _next = Task.CompletedTask;

    /// <inheritdoc/>
    protected override TimeSpan PauseWhileAway => IntervalWhileAway;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        redis.Connected += _connected.Set;
        try
        {
            await base.ExecuteAsync(stoppingToken);
        }
        finally
        {
            redis.Connected -= _connected.Set;
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask<TimeSpan> RunOnceAsync(CancellationToken stoppingToken)
    {
        _next = _connected.Next;
        await CheckAsync();
        return state.Last switch
        {
            { Problem: not null } => IntervalWhileAway,
            // What may end by itself, as a replica that comes back does, shall not stay in health for long after it has.
            { Findings: var findings } when findings.Any(finding => finding.Severity == RedisFindingSeverity.Danger) => IntervalInDanger,
            _ => Interval,
        };
    }

    /// <inheritdoc/>
    protected override async Task WaitAsync(TimeSpan pause, CancellationToken stoppingToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        await Task.WhenAny(_next, Task.Delay(pause, Time, over.Token));
        await over.CancelAsync();
        stoppingToken.ThrowIfCancellationRequested();
    }

    private async Task CheckAsync()
    {
        try
        {
            var servers = await ServersAsync();
            var facts = new List<RedisFacts>(servers.Count);
            var findings = new List<RedisFinding>();
            foreach (var server in servers)
            {
                var fact = await ReadAsync(server);
                facts.Add(fact);
                findings.AddRange(RedisFinding.From(fact, options.CurrentValue.Receiving.MinReplicas).Select(
                    finding => servers.Count == 1 ? finding : finding with { Text = $"{server.EndPoint}: {finding.Text}" }));
            }

            Log(findings);
            state.Last = new(facts.FirstOrDefault(), findings, null);
        }
        catch (StoreUnavailableException error)
        {
            // A push that meets it logs it.
            state.Last = state.Last with { Problem = error.Message };
        }
    }

    /// <summary>The servers that take writes; the replicas only where there is nothing else.</summary>
    private async Task<List<IServer>> ServersAsync()
    {
        var servers = await redis.GetServersAsync(CommandTimeout);
        var away = Array.Find(servers, server => !server.IsConnected && !server.IsReplica);
        if (away is not null)
        {
            throw new StoreUnavailableException(
                servers.Length == 1 ? "Redis is not connected." : $"{away.EndPoint} is not connected.");
        }

        var primaries = servers.Where(server => !server.IsReplica).ToList();
        return primaries.Count > 0 ? primaries : [.. servers.Where(server => server.IsConnected)];
    }

    private async Task<RedisFacts> ReadAsync(IServer server)
    {
        var info = await AskAsync(server, "INFO");
        var config = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pattern in Settings)
        {
            if (await AskAsync(server, "CONFIG", "GET", pattern) is not { } settings)
                return RedisFacts.Read((string?)info, config: null);
            foreach (var pair in ((RedisValue[]?)settings ?? []).Chunk(2))
                config[$"{pair[0]}"] = $"{pair[^1]}";
        }

        return RedisFacts.Read((string?)info, config);
    }

    /// <summary>The answer; <see langword="null"/> where the command is forbidden.</summary>
    private async Task<RedisResult?> AskAsync(IServer server, string command, params object[] arguments)
    {
        try
        {
            return await redis.ExecuteAsync(server, command, arguments, CommandTimeout);
        }
        catch (StoreUnavailableException error) when (RedisFailure.IsForbidden(error))
        {
            return null;
        }
    }

    private void Log(List<RedisFinding> findings)
    {
        _logged.IntersectWith(findings.Select(finding => finding.Text));
        foreach (var finding in findings.Where(finding => _logged.Add(finding.Text)))
        {
            if (finding.Severity == RedisFindingSeverity.Danger)
                LogDanger(logger, finding.Text);
            else
                LogWarning(logger, finding.Text);
        }
    }

    [LoggerMessage(141, LogLevel.Error, "{Finding}")]
    private static partial void LogDanger(ILogger logger, string finding);

    [LoggerMessage(142, LogLevel.Warning, "{Finding}")]
    private static partial void LogWarning(ILogger logger, string finding);
}
