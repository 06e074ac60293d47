namespace WeChatPush.Server.Admission;

/// <summary>
/// Token buckets by key, of which there are never more than a number. The framework's partitioned limiter bounds no
/// partitions, and takes no token back. A full bucket is not kept; when there is no place for another one, all further keys
/// share one.
/// </summary>
internal sealed class BoundedBuckets<TKey>(int size, TimeSpan perToken, TimeProvider time, int maxKeys = 10_000)
    where TKey : notnull
{
    private static readonly TimeSpan SweepPause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    // When the bucket is full again.
    private readonly Dictionary<TKey, long> _buckets = [];
    private readonly long _perToken = (long)(perToken.TotalSeconds * time.TimestampFrequency);
    private long _shared;
    private long _sweepAt;

    /// <summary>How many buckets are kept.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _buckets.Count;
        }
    }

    /// <summary>Takes a token; or says how long until there is one.</summary>
    public bool TryTake(TKey key, out TimeSpan wait)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var isKept = _buckets.TryGetValue(key, out var fullAt) || HasPlace(now);
            var next = Math.Max(isKept ? fullAt : _shared, now) + _perToken;
            var late = next - now - (size * _perToken);
            wait = late > 0 ? time.GetElapsedTime(0, late) : TimeSpan.Zero;
            if (late > 0)
                return false;
            if (isKept)
                _buckets[key] = next;
            else
                _shared = next;
            return true;
        }
    }

    /// <summary>Gives a token back that was not used.</summary>
    public void Return(TKey key)
    {
        lock (_lock)
        {
            if (!_buckets.TryGetValue(key, out var fullAt))
                _shared -= _perToken;
            else if (fullAt - _perToken <= time.GetTimestamp())
                _buckets.Remove(key);
            else
                _buckets[key] = fullAt - _perToken;
        }
    }

    private bool HasPlace(long now)
    {
        if (_buckets.Count < maxKeys)
            return true;
        if (now < _sweepAt)
            return false;
        _sweepAt = now + (long)(SweepPause.TotalSeconds * time.TimestampFrequency);
        foreach (var (key, fullAt) in _buckets)
        {
            if (fullAt <= now)
                _buckets.Remove(key);
        }

        return _buckets.Count < maxKeys;
    }
}
