namespace WeChatPush.Receiving;

/// <summary>
/// The URL verifications of one app that are not written yet. What is alike is one from the start; of the others twice as many as are
/// remembered are kept before they are cut, so that a flood costs no sorting for each.
/// </summary>
internal sealed class PendingHandshakes
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(HandshakeOutcome, string?, string?, string), Handshake> _kinds = [];
    private bool _closed;

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
            return HandshakeHistory.Merge(_kinds.Values, [], now);
    }

    /// <summary>The same, and takes no more.</summary>
    public IReadOnlyList<Handshake> Close(DateTimeOffset now)
    {
        lock (_gate)
            _closed = true;
        return List(now);
    }
}
