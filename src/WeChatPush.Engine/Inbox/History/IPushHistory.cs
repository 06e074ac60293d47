namespace WeChatPush.Inbox;

/// <summary>What operators see of the inbox, and may ask of it.</summary>
/// <remarks>
/// Every member throws <see cref="Storage.StoreUnavailableException"/> when the store cannot be reached.
/// </remarks>
public interface IPushHistory
{
    /// <summary>Lists an app's pushes, newest first.</summary>
    /// <exception cref="FormatException">The cursor is none of this list's.</exception>
    ValueTask<PushPage> ListAsync(string app, PushFilter filter, CancellationToken cancellationToken);

    /// <summary>Counts an app's pushes that match a filter, as far as a bounded time allows; its page does not matter.</summary>
    ValueTask<PushCount> CountAsync(string app, PushFilter filter, CancellationToken cancellationToken);

    /// <summary>One push with its timeline and sends, or <see langword="null"/>.</summary>
    ValueTask<PushDetail?> FindAsync(string app, string id, CancellationToken cancellationToken);

    /// <summary>Queues a push again as a new run. False: there is no such push, or its payload is gone.</summary>
    ValueTask<bool> ReplayAsync(string app, string id, ReplayRequest request, CancellationToken cancellationToken);

    /// <summary>Queues each push of an app again, once, that was a dead letter at the time of the call; returns how many.</summary>
    ValueTask<int> ReplayDeadLettersAsync(string app, ReplayRequest request, CancellationToken cancellationToken);

    /// <summary>How many pushes of an app are in each unfinished state.</summary>
    ValueTask<PushBacklog> CountAsync(string app, CancellationToken cancellationToken);

    /// <summary>How many dead letters an app has; it takes no longer behind a long queue.</summary>
    async ValueTask<int> CountDeadAsync(string app, CancellationToken cancellationToken) =>
        (await CountAsync(app, cancellationToken)).Dead;
}
