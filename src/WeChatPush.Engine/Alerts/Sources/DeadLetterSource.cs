using WeChatPush.Apps;
using WeChatPush.Dispatching;
using WeChatPush.Inbox;

namespace WeChatPush.Alerts;

/// <summary>
/// Apps with more dead letters than at the last look. It counts those of the apps that had one here, of those with an open alert,
/// and, for what became one elsewhere or was set aside, of the next few of the others.
/// </summary>
internal sealed class DeadLetterSource(IPushHistory history, DispatcherHealth dispatcher, AppCatalog apps, TimeProvider time) : IAlertSource
{
    /// <summary>How many of the others are counted at a look.</summary>
    public const int Slice = 32;

    /// <summary>How many are counted at a look for a reason.</summary>
    public const int MaxCounts = 128;

    private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counted = new(StringComparer.Ordinal);
    private readonly HashSet<string> _noted = new(StringComparer.Ordinal);
    private int _next;

    /// <inheritdoc/>
    public AlertKind Kind => AlertKind.Dead;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AlertFinding>> LookAsync(IReadOnlyCollection<string> open, CancellationToken cancellationToken)
    {
        _counted.Clear();
        _noted.UnionWith(dispatcher.TakeDeadLetterApps());
        var names = apps.Names;
        var asked = new HashSet<string>(_noted.Take(MaxCounts), StringComparer.Ordinal);
        asked.UnionWith(open.Take(MaxCounts));
        asked.UnionWith(NextOf(names));

        var findings = new List<AlertFinding>();
        foreach (var app in asked)
        {
            var count = await history.CountDeadAsync(app, cancellationToken);
            _counted[app] = count;
            var hasMore = _noted.Contains(app) || (_known.TryGetValue(app, out var before) && count > before);
            if (count > 0 && hasMore)
                findings.Add(new(Kind, app, time.GetUtcNow()) { Count = count });
            else if (count == 0 && open.Contains(app))
                findings.Add(new(Kind, app, time.GetUtcNow()) { IsOver = true });
        }

        if (_known.Count > 2 * names.Count)
            Forget(names);
        return findings;
    }

    /// <inheritdoc/>
    public void Applied()
    {
        foreach (var (app, count) in _counted)
            _known[app] = count;
        _noted.ExceptWith(_counted.Keys);
    }

    private List<string> NextOf(IReadOnlyCollection<string> names)
    {
        if (_next >= names.Count)
            _next = 0;
        var some = names.Skip(_next).Take(Slice).ToList();
        _next += some.Count;
        return some;
    }

    private void Forget(IReadOnlyCollection<string> names)
    {
        foreach (var gone in _known.Keys.Except(names, StringComparer.Ordinal).ToList())
            _known.Remove(gone);
    }
}
