using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace WeChatPush.Handling;

/// <summary>The payment events that came to this instance and that no handler owns, by app.</summary>
internal sealed partial class MissingHandlers(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, MissingHandler> _apps = new(StringComparer.Ordinal);

    /// <summary>Those since the last time that they were removed.</summary>
    public IReadOnlyCollection<KeyValuePair<string, MissingHandler>> Read() => _apps.IsEmpty ? [] : [.. _apps];

    /// <summary>One came.</summary>
    public void Report(string app, string eventName)
    {
        var now = time.GetUtcNow();
        var name = EventName().IsMatch(eventName) ? eventName : "xpay_…";
        _apps.AddOrUpdate(
            app,
            static (_, found) => new(found.name, 1, found.now, found.now),
            static (_, known, found) => known with { Event = found.name, Count = known.Count + 1, LastAt = found.now },
            (name, now));
    }

    /// <summary>Forgets what was read, and keeps what came since.</summary>
    public void Remove(IEnumerable<KeyValuePair<string, MissingHandler>> read)
    {
        foreach (var (app, known) in read)
        {
            while (_apps.TryGetValue(app, out var current))
            {
                var rest = current with { Count = current.Count - known.Count, Since = known.LastAt };
                if (rest.Count > 0 ? _apps.TryUpdate(app, rest, current) : _apps.TryRemove(KeyValuePair.Create(app, current)))
                    break;
            }
        }
    }

    // The name stands in messages: it is shown only if it is one.
    [GeneratedRegex(@"^[A-Za-z0-9_]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex EventName();
}

/// <summary>The events of an app without a handler.</summary>
/// <param name="Event">The last one.</param>
/// <param name="Count">How many.</param>
/// <param name="Since">When the first came.</param>
/// <param name="LastAt">When the last came.</param>
internal sealed record MissingHandler(string Event, int Count, DateTimeOffset Since, DateTimeOffset LastAt);
