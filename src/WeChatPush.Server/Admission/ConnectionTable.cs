namespace WeChatPush.Server.Admission;

/// <summary>What became of a new connection.</summary>
internal enum Admittance
{
    /// <summary>It is in.</summary>
    Free,

    /// <summary>It is in, and another ended for it.</summary>
    InPlaceOfAnother,

    /// <summary>There is no place for it.</summary>
    Refused,
}

/// <summary>
/// All open connections, over all addresses on which the server listens. One client address has at most half of the places, a
/// trusted proxy all of them.
/// When there is no place, one without a complete request ends for the new one.
/// </summary>
internal sealed class ConnectionTable(Func<int> limit)
{
    // As many are looked at for one that ends: to look at all, at each of many connections, would be the attack.
    private const int SampleSize = 64;

    private readonly Lock _lock = new();
    private readonly List<TrackedConnection> _open = [];
    private readonly Dictionary<ClientAddress, int> _byAddress = [];
    private int _next;

    public int Count
    {
        get
        {
            lock (_lock)
                return _open.Count;
        }
    }

    /// <summary>Takes a connection in, if there is a place.</summary>
    public Admittance Add(TrackedConnection connection)
    {
        TrackedConnection? ended = null;
        lock (_lock)
        {
            var places = limit();
            var ofAddress = _byAddress.GetValueOrDefault(connection.Address);
            var hasShare = connection.IsOfProxy || ofAddress < Math.Max(1, places / 2);
            if (_open.Count >= places || !hasShare)
            {
                ended = FindToEnd(hasShare ? null : connection.Address);
                if (ended is null)
                    return Admittance.Refused;
                RemoveLocked(ended);
            }

            connection.Index = _open.Count;
            _open.Add(connection);
            _byAddress[connection.Address] = _byAddress.GetValueOrDefault(connection.Address) + 1;
        }

        ended?.Close();
        return ended is null ? Admittance.Free : Admittance.InPlaceOfAnother;
    }

    /// <summary>Forgets a connection that is over.</summary>
    public void Remove(TrackedConnection connection)
    {
        lock (_lock)
            RemoveLocked(connection);
    }

    /// <summary>Ends a connection without a complete request, if there is one.</summary>
    public bool EndOne()
    {
        TrackedConnection? ended;
        lock (_lock)
        {
            ended = FindToEnd(address: null);
            if (ended is not null)
                RemoveLocked(ended);
        }

        ended?.Close();
        return ended is not null;
    }

    private TrackedConnection? FindToEnd(ClientAddress? address)
    {
        TrackedConnection? found = null;
        (int, long) first = default;
        for (var i = Math.Min(SampleSize, _open.Count); i > 0; i--)
        {
            _next = (_next + 1) % _open.Count;
            var candidate = _open[_next];
            if (address is { } one && candidate.Address != one)
                continue;
            if (candidate.Precedence is { } precedence && (found is null || precedence.CompareTo(first) > 0))
                (found, first) = (candidate, precedence);
        }

        return found;
    }

    private void RemoveLocked(TrackedConnection connection)
    {
        if (connection.Index < 0)
            return;
        var last = _open[^1];
        _open[connection.Index] = last;
        last.Index = connection.Index;
        _open.RemoveAt(_open.Count - 1);
        connection.Index = -1;
        if (_byAddress[connection.Address] is var count and > 1)
            _byAddress[connection.Address] = count - 1;
        else
            _byAddress.Remove(connection.Address);
    }
}
