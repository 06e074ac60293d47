using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace WeChatPush.Handling.Forwarding;

/// <summary>How the destinations of this instance do, for those who look.</summary>
internal sealed class ForwardMeter(IOptionsMonitor<WeChatPushOptions> options, TimeProvider time)
{
    // Addresses that rules no longer have are not forgotten one by one.
    private const int MaxDestinations = 10_000;

    private readonly ConcurrentDictionary<Uri, Figures> _destinations = [];

    /// <summary>Notes how an exchange ended.</summary>
    public void Note(Uri url, ForwardExchange exchange, string? failure)
    {
        if (exchange.State is ForwardState.LeftAlone)
            return;
        if (_destinations.Count >= MaxDestinations)
            _destinations.Clear();
        _destinations.GetOrAdd(url, static _ => new()).Note(exchange.Duration, failure, time.GetUtcNow());
    }

    /// <summary>Notes that the breaker opened, or closed.</summary>
    public void NoteBreaker(Uri url, bool isOpen) =>
        _destinations.GetOrAdd(url, static _ => new()).RetryAt = isOpen ? time.GetUtcNow() + options.CurrentValue.Forwarding.BreakDuration : null;

    /// <summary>Fills the figures of a destination in.</summary>
    public ForwardDestination Fill(Uri url, ForwardDestination destination) =>
        _destinations.TryGetValue(url, out var figures) ? figures.Fill(destination) : destination;

    private sealed class Figures
    {
        private readonly Lock _lock = new();
        private readonly (float Ms, bool Failed)[] _calls = new (float, bool)[ForwardDestination.MaxCalls];
        private long _count;
        private DateTimeOffset? _succeededAt;
        private (DateTimeOffset At, string Text)? _failed;
        private DateTimeOffset? _retryAt;

        public DateTimeOffset? RetryAt
        {
            set
            {
                lock (_lock)
                    _retryAt = value;
            }
        }

        public void Note(TimeSpan duration, string? failure, DateTimeOffset now)
        {
            lock (_lock)
            {
                _calls[_count++ % _calls.Length] = ((float)duration.TotalMilliseconds, failure is not null);
                if (failure is null)
                    _succeededAt = now;
                else
                    _failed = (now, failure);
            }
        }

        public ForwardDestination Fill(ForwardDestination destination)
        {
            lock (_lock)
            {
                var calls = _calls[..(int)Math.Min(_count, _calls.Length)];
                var times = calls.Select(call => call.Ms).Order().ToArray();
                return destination with
                {
                    Calls = calls.Length,
                    Failures = calls.Count(call => call.Failed),
                    P50Ms = At(times, 0.5),
                    P99Ms = At(times, 0.99),
                    LastSuccessAt = _succeededAt,
                    LastFailureAt = _failed?.At,
                    LastFailure = _failed?.Text,
                    RetryAt = _retryAt,
                    State = _retryAt is null ? destination.State : ForwardDestinationState.LeftAlone,
                };
            }
        }

        private static double? At(float[] times, double share) =>
            times.Length == 0 ? null : Math.Round(times[Math.Max(0, (int)Math.Ceiling(times.Length * share) - 1)], 1);
    }
}
