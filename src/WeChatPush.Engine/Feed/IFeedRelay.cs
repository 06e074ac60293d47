namespace WeChatPush.Feed;

/// <summary>
/// Takes events from the instances where they happen to those that watch. While none watches, nothing is kept. A feed begins with
/// the first announcement and is forgotten <see cref="FeedLimits.Life"/> after the last; what happens in between is numbered, and the
/// last <see cref="FeedLimits.Size"/> events are remembered.
/// </summary>
internal interface IFeedRelay
{
    /// <summary>Called when an instance announces that it watches these apps; <see langword="null"/>: all.</summary>
    event Action<IReadOnlyCollection<string>?>? Watched;

    /// <summary>Called when there may be new events. Signals get lost: look now and then.</summary>
    event Action? Published;

    /// <summary>Announces that this instance watches. To be repeated within <see cref="FeedLimits.Life"/>.</summary>
    /// <param name="apps">The apps; <see langword="null"/>: all.</param>
    /// <exception cref="Storage.StoreUnavailableException">It is not known whether others hear of it.</exception>
    ValueTask AnnounceAsync(IReadOnlyCollection<string>? apps);

    /// <summary>Appends events, in one step; while none watches they are dropped.</summary>
    /// <param name="events">The events, as JSON without line breaks.</param>
    /// <exception cref="Storage.StoreUnavailableException">It is not known whether they were.</exception>
    ValueTask PublishAsync(IReadOnlyList<byte[]> events);

    /// <summary>
    /// The events behind a position. Where that is of another feed, all that are remembered; without one none, but the position now.
    /// </summary>
    /// <returns><see langword="null"/>: there is no feed.</returns>
    /// <exception cref="Storage.StoreUnavailableException">The store cannot be reached.</exception>
    ValueTask<FeedBatch?> ReadAsync(FeedPosition? after);
}

/// <summary>Events in their order.</summary>
/// <param name="Feed">The feed they are of.</param>
/// <param name="First">The number of the first.</param>
/// <param name="Events">The events.</param>
internal sealed record FeedBatch(string Feed, long First, IReadOnlyList<byte[]> Events)
{
    /// <summary>The position behind all of them.</summary>
    public FeedPosition End => new(Feed, First + Events.Count - 1);
}

/// <summary>A place in a feed: behind the event of this number.</summary>
/// <param name="Feed">The feed: each has a name of its own.</param>
/// <param name="Number">The number; the first event has 1.</param>
internal readonly record struct FeedPosition(string Feed, long Number);

/// <summary>How much is remembered, for how long, and how often what is done.</summary>
internal static class FeedLimits
{
    /// <summary>How many events are remembered.</summary>
    public const int Size = 1000;

    /// <summary>How many events of one kind and app an instance publishes in a second; more are counted and left out.</summary>
    public const int MaxPerSecond = 100;

    /// <summary>How many events wait at an instance to be published; more push out the oldest.</summary>
    public const int MaxWaiting = 2000;

    /// <summary>How many may watch at one instance.</summary>
    public const int MaxWatches = 100;

    /// <summary>How many items wait for a slow reader; more push out the oldest.</summary>
    public const int MaxUnread = 500;

    /// <summary>How often an instance that watches says so.</summary>
    public static readonly TimeSpan AnnounceInterval = TimeSpan.FromSeconds(1);

    /// <summary>For how long a feed lives after the last announcement.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(35);

    /// <summary>For how long instances publish what was announced: longer than the feed lives, so that it has no holes.</summary>
    public static readonly TimeSpan Interest = TimeSpan.FromSeconds(40);

    /// <summary>
    /// How old the last item of a watcher may be for it to miss nothing when it comes back: shorter than the feed lives. A watcher that stays
    /// away for longer may find the feed alive, kept so by others, but what only this watcher watched was not published.
    /// </summary>
    public static readonly TimeSpan ResumeWindow = TimeSpan.FromSeconds(30);

    /// <summary>How long events are collected before they are published together.</summary>
    public static readonly TimeSpan Collect = TimeSpan.FromMilliseconds(50);

    /// <summary>How often a watcher hears something.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
}
