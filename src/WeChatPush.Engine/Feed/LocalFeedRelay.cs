namespace WeChatPush.Feed;

/// <summary>The relay of a server that is one instance: in memory.</summary>
internal sealed class LocalFeedRelay(TimeProvider time) : IFeedRelay
{
    private readonly Lock _gate = new();
    private readonly Queue<byte[]> _events = [];
    private string? _feed;
    private long _last;
    private long _announcedAt;

    /// <inheritdoc/>
    public event Action<IReadOnlyCollection<string>?>? Watched;

    /// <inheritdoc/>
    public event Action? Published;

    /// <inheritdoc/>
    public ValueTask AnnounceAsync(IReadOnlyCollection<string>? apps)
    {
        lock (_gate)
        {
            if (Current is null)
            {
                (_feed, _last) = (FeedNames.New(), 0);
                _events.Clear();
            }

            _announcedAt = time.GetTimestamp();
        }

        Watched?.Invoke(apps);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask PublishAsync(IReadOnlyList<byte[]> events)
    {
        lock (_gate)
        {
            if (Current is null)
                return ValueTask.CompletedTask;
            foreach (var happened in events)
            {
                _events.Enqueue(happened);
                if (_events.Count > FeedLimits.Size)
                    _events.Dequeue();
            }

            _last += events.Count;
        }

        Published?.Invoke();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<FeedBatch?> ReadAsync(FeedPosition? after)
    {
        lock (_gate)
        {
            if (Current is not { } feed)
                return new((FeedBatch?)null);
            if (after is null)
                return new(new FeedBatch(feed, _last + 1, []));
            var first = _last - _events.Count + 1;
            var known = after.Value.Feed == feed ? (int)Math.Clamp(after.Value.Number + 1 - first, 0, _events.Count) : 0;
            return new(new FeedBatch(feed, first + known, [.. _events.Skip(known)]));
        }
    }

    // The feed, unless the last announcement is too long ago.
    private string? Current => _feed is not null && time.GetElapsedTime(_announcedAt) < FeedLimits.Life ? _feed : null;
}

/// <summary>Names of feeds.</summary>
internal static class FeedNames
{
    /// <summary>A name that no other feed has.</summary>
    public static string New() => Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(6));
}
