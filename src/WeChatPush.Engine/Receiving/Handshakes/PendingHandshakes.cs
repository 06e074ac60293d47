using System.Net;

namespace WeChatPush.Receiving;

/// <summary>
/// The URL verifications of one app that are not written yet. What is alike is one from the start; of the others twice as many as are
/// remembered are kept before they are cut, so that a flood costs no sorting for each.
/// </summary>
internal sealed class PendingHandshakes
{
    private readonly Lock _gate = new();
    private volatile Repeated? _last;
    private readonly Dictionary<(HandshakeOutcome, string?, string?, string), Handshake> _kinds = [];
    private bool _closed;

    /// <summary>Counts a good one that is like the last good one in every part, without making anything of it.</summary>
    /// <returns>False: it is not like it; add it.</returns>
    public bool TryCount(IPAddress? address, string? host, string? userAgent, DateTimeOffset now)
    {
        if (_last is not { } last || host != last.Host || userAgent != last.UserAgent || !Equals(address, last.Address))
            return false;
        last.Count(now);
        return true;
    }

    /// <summary>The good one that was added last, and what <see cref="TryCount"/> is to recognise it by.</summary>
    public void SetLast(Handshake handshake, IPAddress? address, string? host, string? userAgent)
    {
        foreach (var counted in Interlocked.Exchange(ref _last, new(handshake, address, host, userAgent))?.ToHandshakes() ?? [])
            TryAdd(counted, counted.At);
    }

    /// <summary>Adds one. False: they were taken, and nothing was added.</summary>
    public bool TryAdd(Handshake handshake, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_closed)
                return false;
            _kinds[handshake.Kind] = _kinds.TryGetValue(handshake.Kind, out var alike)
                ? (handshake.At >= alike.At ? handshake : alike) with { Count = alike.Count + handshake.Count }
                : handshake;
            if (_kinds.Count <= 2 * HandshakeHistory.Size)
                return true;
            var kept = HandshakeHistory.Merge(_kinds.Values, [], now);
            _kinds.Clear();
            foreach (var one in kept)
                _kinds.Add(one.Kind, one);
            return true;
        }
    }

    /// <summary>Those there are, as they are remembered.</summary>
    public IReadOnlyList<Handshake> List(DateTimeOffset now)
    {
        lock (_gate)
            return HandshakeHistory.Merge(_kinds.Values, _last?.ToHandshakes() ?? [], now);
    }

    /// <summary>The same, and takes no more.</summary>
    public IReadOnlyList<Handshake> Close(DateTimeOffset now)
    {
        lock (_gate)
            _closed = true;
        return List(now);
    }

    private sealed class Repeated(Handshake handshake, IPAddress? address, string? host, string? userAgent)
    {
        private long _count;
        private long _at;

        public IPAddress? Address => address;

        public string? Host => host;

        public string? UserAgent => userAgent;

        public void Count(DateTimeOffset now)
        {
            Interlocked.Increment(ref _count);
            Volatile.Write(ref _at, now.UtcTicks);
        }

        // What is counted in the very moment in which it is replaced or taken is missing: it is a count of what is alike, no more.
        public IEnumerable<Handshake> ToHandshakes() => Volatile.Read(ref _count) is > 0 and var count
            ? [handshake with { At = new(Volatile.Read(ref _at), TimeSpan.Zero), Count = count }]
            : [];
    }
}
