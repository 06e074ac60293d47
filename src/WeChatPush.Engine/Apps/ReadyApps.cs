namespace WeChatPush.Apps;

/// <summary>
/// The apps for which a stage may have work, so that it asks the store for those and not for all: those that a signal named,
/// those whose next work falls due, and, because signals get lost, the next few of the others once in a while. While there are
/// no more apps than such a few, it is all of them.
/// </summary>
internal sealed class ReadyApps
{
    /// <summary>How many of the others are asked for at a time.</summary>
    public const int Slice = 32;

    /// <summary>How often others are asked for.</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private readonly AppCatalog _catalog;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _due = new(StringComparer.Ordinal);
    private bool _all = true;
    private long _polledAt;
    private uint _turn;

    public ReadyApps(AppCatalog catalog, TimeProvider time)
    {
        (_catalog, _time) = (catalog, time);
        catalog.Changed += Add;
    }

    /// <summary>When the first of the apps that have no work now has some; <see langword="null"/>: none is known to.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            lock (_gate)
                return _due.Count == 0 ? null : _due.Values.Min();
        }
    }

    /// <summary>There may be work of an app.</summary>
    public void Add(string app)
    {
        lock (_gate)
            _named.Add(app);
    }

    /// <summary>There may be work of any app: signals were lost.</summary>
    public void AddAll()
    {
        lock (_gate)
            _all = true;
    }

    /// <summary>The next work of an app falls due then; <see langword="null"/>: it has none that is known.</summary>
    public void SetDue(string app, DateTimeOffset? at)
    {
        lock (_gate)
        {
            if (at is { } due)
                _due[app] = due;
            else
                _due.Remove(app);
        }
    }

    /// <summary>The app has work that falls due then, or has some that does so earlier.</summary>
    public void SetDueBy(string app, DateTimeOffset at)
    {
        lock (_gate)
        {
            if (!_due.TryGetValue(app, out var due) || at < due)
                _due[app] = at;
        }
    }

    /// <summary>
    /// Takes out the apps to ask for now, each once, another one first each time. One that is not in the catalogue any more is
    /// among them while a signal names it or something of it falls due: what expires does so whoever serves the app. A stage
    /// that needs the app passes it over, and forgets its time.
    /// </summary>
    public IReadOnlyList<string> Take()
    {
        var names = _catalog.Names;
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            var ready = new HashSet<string>(_named, StringComparer.Ordinal);
            ready.UnionWith(_due.Where(due => due.Value <= now).Select(due => due.Key));
            _named.Clear();
            if (_all || names.Count <= Slice)
            {
                _all = false;
                ready.ExceptWith(names);
                return [.. InTurn(names, names.Count), .. ready];
            }

            if (_time.GetElapsedTime(_polledAt) >= PollInterval)
            {
                _polledAt = _time.GetTimestamp();
                ready.UnionWith(InTurn(names, Slice));
            }

            return [.. ready];
        }
    }

    private List<string> InTurn(IReadOnlyCollection<string> names, int count)
    {
        if (names.Count == 0)
            return [];
        var first = (int)(_turn % (uint)names.Count);
        _turn += count < names.Count ? (uint)count : 1;
        return [.. names.Skip(first).Concat(names.Take(first)).Take(count)];
    }
}
