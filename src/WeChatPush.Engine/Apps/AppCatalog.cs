using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace WeChatPush.Apps;

/// <summary>The configured mini programs by name, kept in step with the configuration.</summary>
internal sealed class AppCatalog : IDisposable
{
    private readonly IDisposable? _subscription;
    private volatile FrozenDictionary<string, PushApp> _apps;

    public AppCatalog(IOptionsMonitor<WeChatPushOptions> options)
    {
        _apps = Read(options.CurrentValue);
        _subscription = options.OnChange(changed => _apps = Read(changed));
    }

    /// <summary>Every app, by name.</summary>
    public IReadOnlyDictionary<string, PushApp> All => _apps;

    /// <summary>The app of that name, or <see langword="null"/>.</summary>
    public PushApp? Find(string name) => _apps.GetValueOrDefault(name);

    public void Dispose() => _subscription?.Dispose();

    private static FrozenDictionary<string, PushApp> Read(WeChatPushOptions options) =>
        options.Apps.ToFrozenDictionary(app => app.Key, app => new PushApp(app.Key, app.Value), StringComparer.Ordinal);
}
