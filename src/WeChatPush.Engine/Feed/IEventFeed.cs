namespace WeChatPush.Feed;

/// <summary>What happens, on all instances, for those who watch.</summary>
public interface IEventFeed
{
    /// <summary>Whether events of an app, or without one of the server, are watched; costs one volatile read while none are.</summary>
    bool IsWatched(string? app);

    /// <summary>
    /// Publishes an event, if it is watched and there are not too many of its kind. It never waits and never fails, and while nothing
    /// is watched it costs one volatile read.
    /// </summary>
    /// <param name="kind">The kind.</param>
    /// <param name="app">The app; <see langword="null"/>: it is about the server.</param>
    /// <param name="state">What the event is made of.</param>
    /// <param name="create">Makes the event; called only if it is published.</param>
    void Publish<TState>(FeedKind kind, string? app, TState state, Func<TState, FeedEvent> create);

    /// <summary>Begins to watch.</summary>
    /// <param name="filter">What.</param>
    /// <param name="after">The id of the last item that the caller has; <see langword="null"/>: begin now.</param>
    /// <returns><see langword="null"/>: as many as this instance serves are watching already.</returns>
    IFeedWatch? Watch(FeedFilter filter, string? after);
}

/// <summary>Watches until it is disposed.</summary>
public interface IFeedWatch : IAsyncDisposable
{
    /// <summary>Items as they come. Where the reader is slower than they come, the oldest are left out, and counted.</summary>
    IAsyncEnumerable<FeedItem> ReadAllAsync(CancellationToken cancellationToken);
}

/// <summary>An event, and what to ask with to continue behind it.</summary>
/// <param name="Id">The id; <see langword="null"/>: it is no place to continue at.</param>
/// <param name="Event">The event.</param>
public sealed record FeedItem(string? Id, FeedEvent Event);

/// <summary>What is watched.</summary>
/// <param name="Apps">Of these apps only; <see langword="null"/>: of all, and of the server.</param>
/// <param name="Kinds">Of these kinds only; <see langword="null"/>: of all.</param>
public sealed record FeedFilter(IReadOnlySet<string>? Apps, IReadOnlySet<FeedKind>? Kinds)
{
    /// <summary>Whether an event is watched. What is missing is never left out.</summary>
    public bool Includes(FeedEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        if (happened.Kind == FeedKind.Skipped && happened.App is null)
            return true;
        return (Apps is null || (happened.App is { } app && Apps.Contains(app)))
            && (Kinds is null || Kinds.Contains(happened.Kind) || happened.Kind == FeedKind.Skipped);
    }
}
