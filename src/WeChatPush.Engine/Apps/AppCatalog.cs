namespace WeChatPush.Apps;

/// <summary>
/// The only way to an app, wherever it is kept: find one by its name, list them page by page, hear of changes of one.
/// </summary>
internal sealed class AppCatalog : IAppCatalog, IDisposable
{
    private readonly IAppSource[] _sources;
    private volatile NameList? _names;
    private int _changes;

    /// <param name="sources">Where apps are kept, in the order in which they count.</param>
    public AppCatalog(IEnumerable<IAppSource> sources)
    {
        _sources = [.. sources];
        foreach (var source in _sources)
            source.Changed += OnChanged;
    }

    /// <summary>Called with the name of one app that was added, changed or removed.</summary>
    public event Action<string>? Changed;

    /// <summary>Whether all apps are known: until they are, nobody can say that one does not exist.</summary>
    public bool IsLoaded => Array.TrueForAll(_sources, static source => source.IsLoaded);

    /// <summary>Every app's name, each once. The same list until an app comes or goes.</summary>
    public IReadOnlyCollection<string> Names
    {
        get
        {
            // Asked for with every claim.
            var changes = Volatile.Read(ref _changes);
            if (_names is { } known && known.Changes == changes)
                return known.Names;
            string[] names = [.. _sources.SelectMany(source => source.Names).Distinct(StringComparer.Ordinal)];
            _names = new(changes, names);
            return names;
        }
    }

    /// <summary>The app of that name, or <see langword="null"/>.</summary>
    public App? Find(string name)
    {
        foreach (var source in _sources)
        {
            if (source.Find(name) is { } app)
                return app;
        }

        return null;
    }

    /// <inheritdoc/>
    public AppOptions? FindOptions(string name) => Find(name)?.Options;

    /// <inheritdoc/>
    public bool IsConfigured(string name) =>
        Array.Exists(_sources, source => source is ConfiguredApps && source.Find(name) is not null);

    /// <inheritdoc/>
    public AppPage List(string? after, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var names = Names.Where(name => after is null || string.CompareOrdinal(name, after) > 0)
            .Order(StringComparer.Ordinal).Take(limit + 1).ToList();
        var items = names.Take(limit).Select(name => (name, options: FindOptions(name)))
            .Where(app => app.options is not null).Select(app => new AppEntry(app.name, app.options!)).ToList();
        return new AppPage(items, names.Count > limit ? names[limit - 1] : null);
    }

    public void Dispose()
    {
        foreach (var source in _sources)
            source.Changed -= OnChanged;
    }

    private void OnChanged(string name)
    {
        Interlocked.Increment(ref _changes);
        Changed?.Invoke(name);
    }

    /// <summary>The names after so many changes.</summary>
    private sealed record NameList(int Changes, IReadOnlyCollection<string> Names);
}
