namespace WeChatPush.Inbox;

/// <summary>
/// Dead letters for bulk work: what they are, and steps that replay or discard some of them. How far such work has come is kept beside
/// them and changes in the same step, so that a kill repeats nothing; what is not at the place where a step believes it to be is not
/// touched, so that two instances do not do it twice.
/// </summary>
/// <remarks>Every member throws <see cref="Storage.StoreUnavailableException"/> when the store cannot be reached.</remarks>
internal interface IDeadLetterStore
{
    /// <summary>For how long progress is kept after its last change.</summary>
    static readonly TimeSpan ProgressMemory = TimeSpan.FromDays(8);

    /// <summary>The time by the clock that says when a push became a dead letter.</summary>
    ValueTask<DateTimeOffset> ReadClockAsync(string app, CancellationToken cancellationToken);

    /// <summary>How many dead letters an app has.</summary>
    ValueTask<int> CountAsync(string app, CancellationToken cancellationToken);

    /// <summary>Dead letters behind a position, in the order of arrival; 0 is before the first.</summary>
    ValueTask<DeadLetterPage> ReadAsync(string app, long after, int limit, CancellationToken cancellationToken);

    /// <summary>Dead letters before a position, the newest first; <see cref="long.MaxValue"/> is behind the last.</summary>
    ValueTask<DeadLetterPage> ReadNewestAsync(string app, long before, int limit, CancellationToken cancellationToken);

    /// <summary>How far a work has come, as far as it is known.</summary>
    ValueTask<BulkProgress> FindProgressAsync(string app, string work, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a work for a holder and for so long, or lets go of it when that is zero; <see langword="null"/>: another holder has it.
    /// </summary>
    ValueTask<BulkProgress?> HoldAsync(string app, string work, string holder, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Lets no further step be done; returns how far it has come.</summary>
    ValueTask<BulkProgress> StopAsync(string app, string work, CancellationToken cancellationToken);

    /// <summary>
    /// Does a step, and prolongs the lease. <see langword="null"/>: nothing was done, because the work is another holder's, stopped, or
    /// elsewhere.
    /// </summary>
    ValueTask<BulkProgress?> ApplyAsync(string app, BulkStep step, CancellationToken cancellationToken);
}

/// <summary>What is done to dead letters.</summary>
public enum OperationKind
{
    /// <summary>They are queued again.</summary>
    Replay,

    /// <summary>They are done with, unhandled.</summary>
    Discard,
}

/// <summary>How far a work has come.</summary>
/// <param name="Cursor">The position behind which the rest lies.</param>
/// <param name="Done">How many were replayed or discarded.</param>
/// <param name="Failed">How many could not be, because their payload is gone.</param>
/// <param name="IsStopped">Whether no further step will be done.</param>
internal sealed record BulkProgress(long Cursor, int Done, int Failed, bool IsStopped);

/// <summary>A step of a work.</summary>
internal sealed record BulkStep
{
    /// <summary>The work.</summary>
    public required string Work { get; init; }

    /// <summary>Who holds it.</summary>
    public required string Holder { get; init; }

    /// <summary>For how long from now.</summary>
    public required TimeSpan Lease { get; init; }

    /// <summary>What is done.</summary>
    public required OperationKind Kind { get; init; }

    /// <summary>Where the work is believed to be.</summary>
    public required long From { get; init; }

    /// <summary>Where it is afterwards.</summary>
    public required long To { get; init; }

    /// <summary>What became a dead letter later is not touched.</summary>
    public required DateTimeOffset DeadUntil { get; init; }

    /// <summary>The positions of the dead letters; what is none any more is left alone.</summary>
    public required IReadOnlyList<long> Positions { get; init; }

    /// <summary>Who wants it, and why: for the timelines.</summary>
    public required ReplayRequest Request { get; init; }

    /// <summary>The same as a line of the timeline has it.</summary>
    public string Words => Request.Reason is null ? $"by {Request.Actor}" : $"by {Request.Actor}: {Request.Reason}";
}
