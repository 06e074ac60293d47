using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using WeChatPush.Apps;
using WeChatPush.Coordination;
using WeChatPush.Redis.Connection;

namespace WeChatPush.Redis.Storage;

/// <summary>
/// Which apps Redis holds something of. Each instance says once a minute which ones it serves; one that none has named for a
/// while was removed from the configuration. Its keys are under a hash tag of their own, so without this list nothing
/// would find them again.
/// </summary>
internal sealed partial class RedisStoredApps(
    RedisConnection redis, AppCatalog catalog, TimeProvider time, ILogger<RedisStoredApps> logger)
    : PeriodicWorker(time)
{
    /// <summary>For how long an app counts as served after an instance named it: a deployment may stop all of them for a while.</summary>
    public static readonly TimeSpan ServedFor = TimeSpan.FromMinutes(10);

    private const int PageSize = 1000;

    // What every app's stages begin with: the inbox, the credits, the campaigns.
    private static readonly string[] Signs = [":seq", ":c:n", ":m:all"];

    private static readonly RedisKey[] Key = ["{wechatpush}:apps"];
    private static readonly RedisScript Script = RedisScript.From("", "Scripts/Storage/stored_apps.lua");
    private static readonly RedisScript Removal = RedisScript.From("", "Scripts/Storage/remove_stored_app.lua");
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly RedisClock _clock = new(time);
    private volatile IReadOnlyCollection<string> _removed = [];

    /// <summary>The apps that no instance serves, and of which Redis may hold something.</summary>
    public IReadOnlyCollection<string> Removed => [.. _removed.Where(name => catalog.Find(name) is null)];

    /// <inheritdoc/>
    protected override TimeSpan PauseWhileAway => TimeSpan.FromSeconds(5);

    /// <summary>Finds the apps of a time in which no instance said which ones it serves, by their keys.</summary>
    public async Task FindAsync(CancellationToken cancellationToken)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var server in (await redis.GetServersAsync(Timeout)).Where(server => server.IsConnected && !server.IsReplica))
        {
            await foreach (var key in server.KeysAsync(redis.Settings.DefaultDatabase ?? 0, "{*}:*", PageSize).WithCancellation(cancellationToken))
            {
                if (NameIn(key.ToString()) is { } name)
                    found.Add(name);
            }
        }

        foreach (var names in found.Chunk(PageSize))
            await TellAsync(names);
    }

    /// <summary>Something of this app is stored now, although this instance does not serve it.</summary>
    public Task AddAsync(string app) => TellAsync([app]);

    /// <summary>Nothing of this app is stored any more.</summary>
    public async Task RemoveAsync(string app)
    {
        await redis.EvaluateAsync(Removal, Key, [app], Timeout);
        _removed = [.. _removed.Where(name => name != app)];
    }

    /// <inheritdoc/>
    protected override async ValueTask<TimeSpan> RunOnceAsync(CancellationToken stoppingToken)
    {
        await TellAsync();
        return Interval;
    }

    /// <summary>Says which apps this instance serves, and looks which ones nobody does.</summary>
    internal async Task TellAsync()
    {
        var removed = await TellAsync(catalog.Names);
        foreach (var app in removed.Except(_removed).Where(name => catalog.Find(name) is null))
            LogRemoved(logger, app);
        _removed = removed;
    }

    // Says that these are served, and answers which are not.
    private async Task<List<string>> TellAsync(IEnumerable<string> names)
    {
        RedisValue[] arguments = [_clock.Now, (long)ServedFor.TotalMilliseconds, .. names.Select(name => (RedisValue)name)];
        var unserved = (RedisValue[]?)await redis.EvaluateAsync(Script, Key, arguments, Timeout) ?? [];
        return [.. unserved.Select(name => name.ToString())];
    }

    private static string? NameIn(string key) =>
        Array.Find(Signs, sign => key.EndsWith(sign, StringComparison.Ordinal)) is { } sign
        && key.IndexOf('}', StringComparison.Ordinal) is var end && end > 1 && end == key.Length - sign.Length - 1
        && key[0] == '{'
            ? key[1..end]
            : null;

    [LoggerMessage(146, LogLevel.Warning,
        "Redis holds data of the app {App}, which no instance has under WeChatPush:Apps: nothing of it is handled, and what is "
        + "older than WeChatPush:Retention is deleted.")]
    private static partial void LogRemoved(ILogger logger, string app);
}
