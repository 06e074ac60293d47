using WeChatPush.Coordination;
using WeChatPush.Storage;

namespace WeChatPush.Feed;

/// <summary>Those who watch at this instance, and how far the relay was read for all of them.</summary>
internal sealed class FeedWatches : IDisposable
{
    private readonly IFeedRelay _relay;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _gate = new();
    private volatile FeedWatch[] _watches = [];
    private FeedPosition? _position;
    private int _count;

    public FeedWatches(IFeedRelay relay, TimeProvider time)
    {
        (_relay, _time, Changed) = (relay, time, new(time));
        relay.Published += Changed.Set;
    }

    /// <summary>Set when there may be something to read.</summary>
    public WorkSignal Changed { get; }

    /// <summary>Whether there are watchers here.</summary>
    public bool Any => _watches.Length > 0;

    /// <summary>Every app that is watched here; <see langword="null"/>: all.</summary>
    public IReadOnlyCollection<string>? Apps
    {
        get
        {
            var watches = _watches;
            return Array.Exists(watches, watch => watch.Apps is null)
                ? null
                : watches.SelectMany(watch => watch.Apps!).ToHashSet(StringComparer.Ordinal);
        }
    }

    /// <summary>A watcher that has not begun; <see langword="null"/>: there are too many.</summary>
    public FeedWatch? Create(FeedFilter filter, string? after)
    {
        if (Interlocked.Increment(ref _count) <= FeedLimits.MaxWatches)
            return new FeedWatch(this, filter, after, _time);
        Interlocked.Decrement(ref _count);
        return null;
    }

    /// <summary>
    /// A watcher begins: from here on instances publish what it watches, and it gets everything behind the position that this
    /// answers; <see langword="null"/>: the store cannot be asked, and it gets everything from when it can.
    /// </summary>
    public async ValueTask<FeedPosition?> BeginAsync(FeedWatch watch, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await _relay.AnnounceAsync(watch.Apps);
            _position ??= (await _relay.ReadAsync(null))?.End;
        }
        catch (StoreUnavailableException)
        {
            // It is announced again within a second.
        }
        finally
        {
            lock (_gate)
                _watches = [.. _watches, watch];
            _turn.Release();
        }

        Changed.Set();
        return _position;
    }

    /// <summary>What the relay has behind a position; <see langword="null"/> also while it cannot be asked.</summary>
    public async ValueTask<FeedBatch?> ReadAsync(FeedPosition? after)
    {
        try
        {
            return await _relay.ReadAsync(after);
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }

    /// <summary>Gives all who watch what is new. False: there is no watcher.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public async ValueTask<bool> ReadNewAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (!Any)
                _position = null;
            else if (await _relay.ReadAsync(_position) is { } batch)
                Pass(batch);
            return Any;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A watcher has gone.</summary>
    public void End(FeedWatch watch)
    {
        lock (_gate)
            _watches = [.. _watches.Where(other => other != watch)];
        Interlocked.Decrement(ref _count);
    }

    public void Dispose()
    {
        _relay.Published -= Changed.Set;
        _turn.Dispose();
    }

    private void Pass(FeedBatch batch)
    {
        long? missing = _position is not { } position ? 0
            : position.Feed == batch.Feed ? batch.First - position.Number - 1
            : null;
        var events = FeedJson.Read(batch).ToList();
        foreach (var watch in _watches)
        {
            if (missing is not 0)
                watch.AddSkipped(new(batch.Feed, batch.First - 1), missing);
            watch.Add(events, batch.End);
        }

        _position = batch.End;
    }
}
