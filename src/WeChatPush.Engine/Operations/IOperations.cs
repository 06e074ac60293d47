using WeChatPush.Inbox;

namespace WeChatPush.Operations;

/// <summary>Work on many dead letters: one action, done in small steps by one instance at a time, over restarts.</summary>
/// <remarks>
/// Only what was a dead letter when the work was asked for is touched, each once. Every member throws
/// <see cref="Storage.StoreUnavailableException"/> when the store cannot be reached.
/// </remarks>
public interface IOperations
{
    /// <summary>How many operations of an app may run at once.</summary>
    const int MaxRunning = 4;

    /// <summary>For how long an operation that ended is known.</summary>
    static readonly TimeSpan Memory = TimeSpan.FromDays(7);

    /// <summary>How many dead letters a filter means now.</summary>
    ValueTask<DeadLetterCount> CountAsync(string app, DeadLetterFilter filter, CancellationToken cancellationToken);

    /// <summary>Starts an operation; <see langword="null"/>: <see cref="MaxRunning"/> run already.</summary>
    ValueTask<Operation?> StartAsync(string app, NewOperation operation, CancellationToken cancellationToken);

    /// <summary>The operations of some apps, the newest first; <see langword="null"/>: of all.</summary>
    ValueTask<IReadOnlyList<Operation>> ListAsync(IReadOnlySet<string>? apps, CancellationToken cancellationToken);

    /// <summary>One operation, or <see langword="null"/>.</summary>
    ValueTask<Operation?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>
    /// Ends an operation before it is finished: no step of it is done after this returns. <see langword="null"/>: there is none, or
    /// it has ended already.
    /// </summary>
    ValueTask<Operation?> CancelAsync(string id, CancellationToken cancellationToken);
}

/// <summary>How many dead letters are meant.</summary>
/// <param name="Count">Among those that were looked at.</param>
/// <param name="SearchedUntil">
/// When the last one arrived that was looked at, from the oldest on, if there are more; <see langword="null"/>: all were.
/// </param>
public sealed record DeadLetterCount(int Count, DateTimeOffset? SearchedUntil);
