using WeChatPush.Apps;
using WeChatPush.Coordination;
using WeChatPush.Inbox;

namespace WeChatPush.Dispatching;

/// <summary>
/// Looks at the oldest due push of each app, a bounded number of apps at a time. One that has been due for long and is still
/// the oldest at the next looks is not claimed by any instance: a backlog that is worked at has another one each time.
/// </summary>
internal sealed class DueWatch(IInbox inbox, AppCatalog apps, DispatcherHealth health, TimeProvider time) : PeriodicWorker(time)
{
    /// <summary>How long a push may be due, and its app without a claim, before health says so.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>How many apps are looked at in one round.</summary>
    public const int Slice = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, (DueHead Head, DateTimeOffset Seen)> _heads = new(StringComparer.Ordinal);
    private int _next;

    protected override TimeSpan PauseWhileAway => Pause;

    protected override async ValueTask<TimeSpan> RunOnceAsync(CancellationToken stoppingToken)
    {
        var names = apps.Names.Order(StringComparer.Ordinal).ToList();
        if (_next >= names.Count)
            _next = 0;
        var asked = names.Skip(_next).Take(Slice).ToList();
        _next += asked.Count;
        var heads = (await inbox.ReadDueHeadsAsync(asked, stoppingToken)).ToDictionary(head => head.App, StringComparer.Ordinal);

        var now = Time.GetUtcNow();
        foreach (var app in asked)
        {
            if (!heads.TryGetValue(app, out var head) || head.At > now - Limit)
                _heads.Remove(app);
            else if (!_heads.TryGetValue(app, out var known) || IsAnother(known.Head, head))
                _heads[app] = (head, now);
        }

        foreach (var gone in _heads.Keys.Except(names, StringComparer.Ordinal).ToList())
            _heads.Remove(gone);
        health.ReportOverdue([.. _heads.Values.Select(one => one.Head)]);
        health.ReportWaiting([.. _heads.Values.Where(one => now - one.Seen >= Limit).Select(one => one.Head)]);
        return Pause;
    }

    // The time comes from the store's clock, and may differ a little from look to look.
    private static bool IsAnother(DueHead before, DueHead now) =>
        before.Handle != now.Handle || (now.At - before.At).Duration() > Tolerance;
}
