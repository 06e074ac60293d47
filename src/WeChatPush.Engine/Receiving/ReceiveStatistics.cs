using System.Collections.Concurrent;
using WeChatPush.Telemetry;

namespace WeChatPush.Receiving;

/// <summary>What the receive path saw of each app since the process started.</summary>
public interface IReceiveStatistics
{
    /// <summary>The figures of an app.</summary>
    ReceiveFigures Read(string app);
}

/// <summary>When the last push of an app was accepted, and how many requests were refused, by reason.</summary>
public sealed record ReceiveFigures(DateTimeOffset? LastPushAt, IReadOnlyDictionary<string, long> Refusals);

/// <summary>Counts on the receive path; a few interlocked operations each.</summary>
internal sealed class ReceiveStatistics : IReceiveStatistics
{
    private readonly ConcurrentDictionary<string, Counters> _apps = new(StringComparer.Ordinal);

    public ReceiveFigures Read(string app) =>
        _apps.TryGetValue(app, out var counters) ? counters.Read() : new ReceiveFigures(null, new Dictionary<string, long>());

    public void Accept(string app, DateTimeOffset at) => For(app).Accept(at);

    /// <summary>Counts a refusal and returns how many of its kind there were, this one included.</summary>
    public long Refuse(string app, ReceiveOutcome reason) => For(app).Refuse(reason);

    private Counters For(string app) => _apps.GetOrAdd(app, static _ => new Counters());

    private sealed class Counters
    {
        private readonly long[] _refusals = new long[Enum.GetValues<ReceiveOutcome>().Length];
        private long _lastPushAt;

        public void Accept(DateTimeOffset at) => Volatile.Write(ref _lastPushAt, at.UtcTicks);

        public long Refuse(ReceiveOutcome reason) => Interlocked.Increment(ref _refusals[(int)reason]);

        public ReceiveFigures Read()
        {
            var ticks = Volatile.Read(ref _lastPushAt);
            var refusals = new SortedDictionary<string, long>(StringComparer.Ordinal);
            for (var i = 0; i < _refusals.Length; i++)
            {
                var count = Volatile.Read(ref _refusals[i]);
                if (count > 0)
                    refusals.Add(EnumNames<ReceiveOutcome>.Get((ReceiveOutcome)i), count);
            }

            return new ReceiveFigures(ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero), refusals);
        }
    }
}
