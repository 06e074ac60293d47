using System.Threading.Channels;
using WeChatPush.Coordination;

namespace WeChatPush.Feed;

/// <summary>
/// Takes what happens here into a bounded queue, which <see cref="FeedPublisher"/> takes to the relay, while something is watched; and lets
/// clients watch what happens everywhere.
/// </summary>
internal sealed class EventFeed : IEventFeed, IDisposable
{
    private readonly IFeedRelay _relay;
    private readonly FeedWatches _watches;
    private readonly FeedInterest _interest;
    private readonly TimeProvider _time;
    private readonly Channel<FeedEvent> _waiting;
    private long _dropped;

    public EventFeed(IFeedRelay relay, FeedWatches watches, TimeProvider time)
    {
        (_relay, _watches, _time, _interest, Watching) = (relay, watches, time, new(time), new(time));
        _waiting = Channel.CreateBounded<FeedEvent>(
            new BoundedChannelOptions(FeedLimits.MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _dropped));
        relay.Watched += AddInterest;
    }

    /// <summary>Set when a watcher announces itself, here or elsewhere.</summary>
    public WorkSignal Watching { get; }

    /// <summary>Events that are to be published.</summary>
    public ChannelReader<FeedEvent> Waiting => _waiting.Reader;

    /// <inheritdoc/>
    public bool IsWatched(string? app) => _interest.Includes(app);

    /// <inheritdoc/>
    public void Publish<TState>(FeedKind kind, string? app, TState state, Func<TState, FeedEvent> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        if (_interest.Includes(app) && _interest.TryTake(app, kind))
            _waiting.Writer.TryWrite(create(state));
    }

    /// <inheritdoc/>
    public IFeedWatch? Watch(FeedFilter filter, string? after) => _watches.Create(filter, after);

    /// <summary>
    /// Announces what is watched here, forgets what is watched nowhere any more, and publishes how many events were left out. Returns
    /// whether anything is watched.
    /// </summary>
    /// <exception cref="Storage.StoreUnavailableException">It is not known whether others hear of it.</exception>
    public async ValueTask<bool> AnnounceAsync()
    {
        foreach (var skipped in TakeSkipped())
            _waiting.Writer.TryWrite(skipped);
        if (_watches.Any)
        {
            // Also where its own announcement does not come back to it.
            var apps = _watches.Apps;
            _interest.Add(apps);
            await _relay.AnnounceAsync(apps);
        }

        return _interest.Prune();
    }

    /// <summary>Counts events that could not be published.</summary>
    public void CountDropped(int count) => Interlocked.Add(ref _dropped, count);

    public void Dispose() => _relay.Watched -= AddInterest;

    private void AddInterest(IReadOnlyCollection<string>? apps)
    {
        _interest.Add(apps);
        Watching.Set();
    }

    private IEnumerable<FeedEvent> TakeSkipped()
    {
        var now = _time.GetUtcNow();
        foreach (var (app, count) in _interest.TakeSkipped())
            yield return new() { Kind = FeedKind.Skipped, App = app, At = now, Count = count };
        if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var dropped)
            yield return new() { Kind = FeedKind.Skipped, At = now, Count = dropped };
    }
}
