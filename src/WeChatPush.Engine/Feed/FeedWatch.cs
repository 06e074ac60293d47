using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace WeChatPush.Feed;

/// <summary>One watcher: its filter, and a bounded queue of what it has not read yet.</summary>
internal sealed class FeedWatch : IFeedWatch
{
    private readonly FeedWatches _feed;
    private readonly FeedFilter _filter;
    private readonly FeedBookmark? _after;
    private readonly bool _resumes;
    private readonly TimeProvider _time;
    private readonly Channel<Numbered> _unread;
    private readonly Lock _gate = new();
    private FeedPosition _passed;
    private FeedPosition _read;
    private int _ended;
    private long _dropped;

    public FeedWatch(FeedWatches feed, FeedFilter filter, string? after, TimeProvider time)
    {
        (_feed, _filter, _time) = (feed, filter, time);
        (_resumes, _after) = (!string.IsNullOrEmpty(after), FeedBookmark.Parse(after));
        _unread = Channel.CreateBounded<Numbered>(
            new BoundedChannelOptions(FeedLimits.MaxUnread) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _dropped));
    }

    /// <summary>The apps it watches; <see langword="null"/>: all.</summary>
    public IReadOnlySet<string>? Apps => _filter.Apps;

    /// <summary>Takes events that happened, and how far it is with them.</summary>
    /// <param name="events">The events with their positions.</param>
    /// <param name="end">The position behind all of them.</param>
    public void Add(IEnumerable<(FeedPosition Position, FeedEvent Event)> events, FeedPosition end)
    {
        foreach (var (position, happened) in events)
        {
            if (_filter.Includes(happened))
                _unread.Writer.TryWrite(new(position, happened));
        }

        lock (_gate)
            _passed = end;
    }

    /// <summary>Events are missing here.</summary>
    public void AddSkipped(FeedPosition position, long? count) => _unread.Writer.TryWrite(new(position, Skipped(count)));

    /// <inheritdoc/>
    public async IAsyncEnumerable<FeedItem> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var begin = await _feed.BeginAsync(this, cancellationToken);
        if (_resumes)
        {
            var batch = await _feed.ReadAsync(_after?.Position);
            if (MissingBefore(batch) is not 0 and var missing)
                yield return new(null, Skipped(missing));
            foreach (var item in Read(batch))
                yield return item;
            _read = batch?.End ?? default;
        }

        if (begin is { } place && (_read.Feed != place.Feed || _read.Number < place.Number))
            _read = place;
        yield return Heartbeat();

        while (await WaitAsync(cancellationToken) is { } hasMore)
        {
            if (!hasMore)
                yield return Heartbeat();
            while (_unread.Reader.TryRead(out var next))
            {
                if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var dropped)
                    yield return new(null, Skipped(dropped));
                if (next.Position.Feed == _read.Feed && next.Position.Number <= _read.Number && next.Event.Kind != FeedKind.Skipped)
                    continue;
                _read = next.Position;
                yield return new(Bookmark(), next.Event);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
            _feed.End(this);
        return ValueTask.CompletedTask;
    }

    // False: nothing came for a while. Null: the feed has ended.
    private async ValueTask<bool?> WaitAsync(CancellationToken cancellationToken)
    {
        using var pause = new CancellationTokenSource(FeedLimits.Heartbeat, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(pause.Token, cancellationToken);
        try
        {
            return await _unread.Reader.WaitToReadAsync(either.Token) ? true : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    // Null: it is not known how many.
    private long? MissingBefore(FeedBatch? batch)
    {
        if (batch is null || _after is not { } after || after.Position.Feed != batch.Feed
            || _time.GetUtcNow().ToUnixTimeSeconds() - after.Seconds > FeedLimits.ResumeWindow.TotalSeconds)
            return null;
        return Math.Max(0, batch.First - after.Position.Number - 1);
    }

    private IEnumerable<FeedItem> Read(FeedBatch? batch)
    {
        foreach (var (position, happened) in FeedJson.Read(batch))
        {
            _read = position;
            if (_filter.Includes(happened))
                yield return new(Bookmark(), happened);
        }
    }

    // Where all that came has been read, the place is behind what the filter left out, too.
    private FeedItem Heartbeat()
    {
        FeedPosition passed;
        lock (_gate)
            passed = _passed;
        if (passed.Feed == _read.Feed && passed.Number > _read.Number && !_unread.Reader.TryPeek(out _))
            _read = passed;
        return new(Bookmark(), new() { Kind = FeedKind.Heartbeat, At = _time.GetUtcNow() });
    }

    private string? Bookmark() =>
        string.IsNullOrEmpty(_read.Feed) ? null : new FeedBookmark(_read, _time.GetUtcNow().ToUnixTimeSeconds()).ToString();

    private FeedEvent Skipped(long? count) => new() { Kind = FeedKind.Skipped, At = _time.GetUtcNow(), Count = count };

    private readonly record struct Numbered(FeedPosition Position, FeedEvent Event);
}
