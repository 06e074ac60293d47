using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace WeChatPush.Apps;

/// <summary>
/// The apps of the configuration, kept in step with it. A reload replaces only the apps whose settings changed.
/// </summary>
internal sealed class ConfiguredApps : IAppSource, IDisposable
{
    private readonly IDisposable? _subscription;
    private readonly Lock _gate = new();
    private volatile FrozenDictionary<string, Entry> _apps;

    public ConfiguredApps(IOptionsMonitor<WeChatPushOptions> options)
    {
        _apps = Read(options.CurrentValue, FrozenDictionary<string, Entry>.Empty);
        _subscription = options.OnChange(Reload);
    }

    /// <inheritdoc/>
    public event Action<string>? Changed;

    /// <inheritdoc/>
    public bool IsLoaded => true;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Names => _apps.Keys;

    /// <inheritdoc/>
    public App? Find(string name) => _apps.TryGetValue(name, out var entry) ? entry.App : null;

    public void Dispose() => _subscription?.Dispose();

    private void Reload(WeChatPushOptions options)
    {
        FrozenDictionary<string, Entry> before, after;
        lock (_gate)
        {
            before = _apps;
            _apps = after = Read(options, before);
        }

        foreach (var name in before.Keys.Union(after.Keys, StringComparer.Ordinal))
        {
            if (before.GetValueOrDefault(name)?.App != after.GetValueOrDefault(name)?.App)
                Changed?.Invoke(name);
        }
    }

    private static FrozenDictionary<string, Entry> Read(
        WeChatPushOptions options, FrozenDictionary<string, Entry> before) =>
        options.Apps.ToFrozenDictionary(
            app => app.Key,
            app =>
            {
                var settings = JsonSerializer.Serialize(app.Value);
                return before.TryGetValue(app.Key, out var entry) && entry.Settings == settings
                    ? entry
                    : new Entry(new App(app.Key, app.Value), settings);
            },
            StringComparer.Ordinal);

    /// <summary>An app, and its settings as one comparable value.</summary>
    private sealed record Entry(App App, string Settings);
}
