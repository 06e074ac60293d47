using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WeChatPush.Spool;

/// <summary>
/// Logs what the watch sees: one pair of lines for an outage, however many apps it is of and however often they try
/// meanwhile. What lasts for a moment is not logged, and only what has lasted counts as back.
/// </summary>
internal sealed partial class OutageLog(
    SharedStoreWatch watch, IOptionsMonitor<WeChatPushOptions> options, TimeProvider time, ILogger<OutageLog> logger)
{
    /// <summary>How long an app must be away until it is logged, so that a slow answer is not.</summary>
    public static readonly TimeSpan AwayAfter = TimeSpan.FromMilliseconds(500);

    /// <summary>How long it must answer until it is logged as back.</summary>
    public static readonly TimeSpan BackAfter = TimeSpan.FromSeconds(5);

    private const int MaxNames = 5;
    private const string Kept = "kept on this instance's disk, acknowledged, and handed over later";
    private const string Refused = "refused with 503 (WeChatPush:Receiving:WhenStoreIsDown is Refuse)";

    // Of what was logged as away: since when it is, and since when it answers again.
    private readonly Dictionary<string, (DateTimeOffset Since, DateTimeOffset? BackAt)> _apps = new(StringComparer.Ordinal);
    private (DateTimeOffset Since, DateTimeOffset? BackAt)? _store;

    /// <summary>Apps by name, as many as a line takes.</summary>
    public static string Names(IReadOnlyCollection<string> apps) => apps.Count <= MaxNames
        ? string.Join(", ", apps)
        : $"{string.Join(", ", apps.Take(MaxNames))} and {apps.Count - MaxNames} more";

    /// <summary>Compares with what was logged. For one caller at a time.</summary>
    public void Update()
    {
        var now = time.GetUtcNow();
        UpdateStore(now);
        if (watch.Store is null && watch.Suspicion is null)
            UpdateApps(now);
    }

    private string Meanwhile => options.CurrentValue.Receiving.WhenStoreIsDown == StoreOutage.Refuse ? Refused : Kept;

    private void UpdateStore(DateTimeOffset now)
    {
        if (watch.Store is { } outage)
        {
            if (_store is null)
                LogAway(logger, outage.Problem, Meanwhile);
            _store = (_store?.Since ?? outage.Since, null);
        }
        else if (_store is { } logged)
        {
            var backAt = logged.BackAt ?? now;
            _store = logged with { BackAt = backAt };
            if (now - backAt < BackAfter)
                return;
            _store = null;
            LogBack(logger, backAt - logged.Since);
        }
    }

    private void UpdateApps(DateTimeOffset now)
    {
        var away = watch.Apps;
        var lost = away.Where(app => !_apps.ContainsKey(app.App) && now - app.Outage.Since >= AwayAfter).ToList();
        foreach (var (app, outage) in away)
        {
            if (_apps.TryGetValue(app, out var known))
                _apps[app] = known with { BackAt = null };
            else if (now - outage.Since >= AwayAfter)
                _apps[app] = (outage.Since, null);
        }

        if (lost.Count > 0)
            LogAppsAway(logger, Names([.. lost.Select(app => app.App)]), lost[0].Outage.Problem, Meanwhile);

        var stillAway = away.Select(app => app.App).ToHashSet(StringComparer.Ordinal);
        foreach (var (app, known) in _apps.Where(app => !stillAway.Contains(app.Key) && app.Value.BackAt is null).ToList())
            _apps[app] = known with { BackAt = now };
        var back = _apps.Where(app => now - app.Value.BackAt >= BackAfter).Select(app => app.Key).Order(StringComparer.Ordinal).ToList();
        foreach (var app in back)
            _apps.Remove(app);
        if (back.Count > 0)
            LogAppsBack(logger, Names(back));
    }

    [LoggerMessage(250, LogLevel.Error,
        "Redis takes no pushes ({Problem}); until it does, they are {Meanwhile}. Check ConnectionStrings:Redis and the "
        + "Redis server.")]
    private static partial void LogAway(ILogger logger, string problem, string meanwhile);

    [LoggerMessage(251, LogLevel.Information, "Redis takes pushes again after {Away}.")]
    private static partial void LogBack(ILogger logger, TimeSpan away);

    [LoggerMessage(254, LogLevel.Error,
        "Redis takes no pushes of the apps {Apps} ({Problem}), but those of others; until it does, theirs are {Meanwhile}. Check "
        + "the node of the cluster that holds them.")]
    private static partial void LogAppsAway(ILogger logger, string apps, string problem, string meanwhile);

    [LoggerMessage(255, LogLevel.Information, "Redis takes the pushes of the apps {Apps} again.")]
    private static partial void LogAppsBack(ILogger logger, string apps);
}
