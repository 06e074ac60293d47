using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using WeChatPush.Sending;

namespace WeChatPush.Stats;

/// <summary>
/// Counts what the instruments of the engine are told, by app and slot. It is called on the way of a push: it takes no lock but at
/// the beginning of a slot, and no memory but for the first figure of an app in one. The instruments are those of the process, so
/// with two hosts in one of them each counts for its apps what both do.
/// </summary>
internal sealed class StatRecorder : IDisposable
{
    /// <summary>How many slots wait at most while the store is away; the oldest are given up.</summary>
    public const int MaxSlots = 12;

    private readonly MeterListener _listener = new();
    private readonly Lock _rolling = new();
    private readonly TimeProvider _time;
    private readonly SortedDictionary<DateTimeOffset, StatSlot> _slots = [];
    private StatSlot _current = new(DateTimeOffset.MinValue);

    /// <summary>Begins to count.</summary>
    public StatRecorder(TimeProvider time)
    {
        _time = time;
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == TelemetryNames.Source && Source(instrument.Name) is { } source)
                listener.EnableMeasurementEvents(instrument, source);
        };
        _listener.SetMeasurementEventCallback<double>(
            (_, value, tags, source) => Count((StatSource)source!, value, count: 1, tags));
        _listener.SetMeasurementEventCallback<long>(
            (_, value, tags, source) => Count((StatSource)source!, seconds: 0, value, tags));
        _listener.Start();
    }

    /// <summary>The slots that something was counted in and that are not dropped, oldest first.</summary>
    public IReadOnlyList<StatSlot> List()
    {
        lock (_rolling)
            return [.. _slots.Values];
    }

    /// <summary>The slot that is counted in now.</summary>
    public StatSlot Now()
    {
        var begin = StatSlots.Begin(_time.GetUtcNow(), StatSlots.Length);
        var current = Volatile.Read(ref _current);
        return current.At == begin ? current : Roll(begin);
    }

    /// <summary>Forgets a slot, which is over and written.</summary>
    public void Drop(StatSlot slot)
    {
        lock (_rolling)
            _slots.Remove(slot.At);
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private static object? Source(string instrument) => instrument switch
    {
        MetricNames.AnswerDuration => StatSource.Answer,
        MetricNames.Attempts => StatSource.Attempt,
        MetricNames.CallDuration => StatSource.Call,
        MetricNames.CreditsEarned => StatSource.Earned,
        MetricNames.CreditsSettled => StatSource.Settled,
        _ => null,
    };

    private StatSlot Roll(DateTimeOffset begin)
    {
        lock (_rolling)
        {
            if (!_slots.TryGetValue(begin, out var slot))
            {
                _slots[begin] = slot = new(begin);
                if (_slots.Count > MaxSlots)
                    _slots.Remove(_slots.First().Key);
            }

            Volatile.Write(ref _current, slot);
            return slot;
        }
    }

    private void Count(StatSource source, double seconds, long count, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string? app = null, outcome = null, ofClass = null, api = null;
        foreach (var (name, value) in tags)
        {
            switch (name)
            {
                case TagNames.App: app = value as string; break;
                case TagNames.Outcome: outcome = value as string; break;
                case TagNames.Class: ofClass = value as string; break;
                case TagNames.Api: api = value as string; break;
            }
        }

        // A URL that names no app.
        if (app is null or "-")
            return;
        switch (source)
        {
            case StatSource.Answer:
                var figures = Now().Get(app);
                figures.Add(StatLayout.Pushes.Find(outcome), 1);
                if (outcome is not null && StatLayout.Timed.Contains(outcome))
                    figures.Add(AnswerTimes.Find(seconds), 1);
                break;
            case StatSource.Attempt:
                Now().Get(app).Add(StatLayout.Handled.Find(outcome), count);
                break;
            case StatSource.Call when api is SendApis.CustomerMessage or SendApis.SubscribeMessage or SendApis.TemplateMessage:
                Now().Get(app).Add(StatLayout.Sends.Find(ofClass), 1);
                break;
            case StatSource.Earned:
                Now().Get(app).Add(StatLayout.Earned, count);
                break;
            case StatSource.Settled when outcome == "spent":
                Now().Get(app).Add(StatLayout.Spent, count);
                break;
        }
    }

    private enum StatSource
    {
        Answer,
        Attempt,
        Call,
        Earned,
        Settled,
    }
}

/// <summary>A slot, while it is counted in.</summary>
internal sealed class StatSlot(DateTimeOffset at)
{
    private readonly ConcurrentDictionary<string, StatFigures> _apps = new(StringComparer.Ordinal);

    /// <summary>When it begins.</summary>
    public DateTimeOffset At => at;

    /// <summary>The apps of which something was counted.</summary>
    public IEnumerable<KeyValuePair<string, StatFigures>> Apps => _apps;

    /// <summary>What was written last, by app.</summary>
    public Dictionary<string, byte[]> Written { get; } = new(StringComparer.Ordinal);

    /// <summary>The figures of an app.</summary>
    public StatFigures Get(string app) => _apps.GetOrAdd(app, static _ => new());

    /// <summary>Forgets those of an app that there is no more.</summary>
    public void Remove(string app) => _apps.TryRemove(app, out _);
}
