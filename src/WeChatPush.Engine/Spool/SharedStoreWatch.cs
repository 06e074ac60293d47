using System.Collections.Concurrent;

namespace WeChatPush.Spool;

/// <summary>
/// Whether the shared store takes the pushes of an app, as the last attempts found it, not as a socket reports it. While it
/// does not, they go to the spool at once instead of each waiting out its own deadline. One server is away for all apps
/// alike; of a store on several servers, or whose data of one app is damaged, each app has its own state.
/// </summary>
internal sealed class SharedStoreWatch(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, StoreOutageState> _apps = new(StringComparer.Ordinal);
    private volatile StoreOutageState? _store;
    private volatile StoreOutageState? _suspicion;
    private volatile bool _isPartitioned;

    /// <summary>The outage of the whole store, or <see langword="null"/>.</summary>
    public StoreOutageState? Store => _store;

    /// <summary>The failure of one app's append that may be the whole store's; the next look at the store decides.</summary>
    public StoreOutageState? Suspicion => _suspicion;

    /// <summary>The apps whose own part of the store is away, in their order; empty while the whole store is.</summary>
    public IReadOnlyList<(string App, StoreOutageState Outage)> Apps => _store is not null || _apps.IsEmpty
        ? []
        : [.. _apps.OrderBy(app => app.Key, StringComparer.Ordinal).Select(app => (app.Key, app.Value))];

    /// <summary>Whether an append of this app would fail.</summary>
    public bool IsAway(string app) =>
        _store is not null || _suspicion is not null || (!_apps.IsEmpty && _apps.ContainsKey(app));

    /// <summary>A step of an app failed. Where one server holds all apps, all wait for the look at the store that follows.</summary>
    public void Failed(string app, string problem)
    {
        var outage = new StoreOutageState(problem, time.GetUtcNow());
        if (!_apps.TryAdd(app, outage))
            _apps[app] = outage with { Since = _apps.TryGetValue(app, out var known) ? known.Since : outage.Since };
        else if (!_isPartitioned && _store is null)
            _suspicion = outage;
    }

    /// <summary>A step of an app was answered.</summary>
    public void Answered(string app)
    {
        if (!_apps.IsEmpty)
            _apps.TryRemove(app, out _);
    }

    /// <summary>The store was looked at.</summary>
    /// <param name="problem">Why it takes no writes, or <see langword="null"/>.</param>
    /// <param name="isPartitioned">
    /// Whether the apps lie on several servers: then the one that was looked at says nothing of an app.
    /// </param>
    /// <param name="suspicion">What was suspected before it was looked at.</param>
    public void Checked(string? problem, bool isPartitioned, StoreOutageState? suspicion)
    {
        _isPartitioned = isPartitioned;
        if (problem is not null && !isPartitioned)
        {
            _store = new StoreOutageState(problem, (_store ?? suspicion)?.Since ?? time.GetUtcNow());
            _suspicion = null;
            return;
        }

        // The apps failed with the whole store, and come back with it: one whose own part is away will fail again.
        if (_store is not null)
            _apps.Clear();
        _store = null;
        if (_suspicion == suspicion || isPartitioned)
            _suspicion = null;
    }
}

/// <summary>Why the shared store, or its part of one app, takes no pushes, and since when.</summary>
internal sealed record StoreOutageState(string Problem, DateTimeOffset Since);
