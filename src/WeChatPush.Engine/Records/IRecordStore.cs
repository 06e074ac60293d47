using WeChatPush.Storage;

namespace WeChatPush.Records;

/// <summary>
/// Small records that people change at run time: apps, admin keys, alerts. There are thousands of them, not millions, and every
/// instance holds all of them in memory: so there is no query here, but what has changed since a revision. The content is the
/// owner's, and sealed where it holds a secret.
/// </summary>
/// <remarks>
/// Every write is one atomic step, and the store's clock is its revision: each write of any record takes the next number, which
/// is also that record's version. Every member throws <see cref="StoreUnavailableException"/> when the store cannot be reached.
/// </remarks>
internal interface IRecordStore
{
    /// <summary>Called when a record may have changed, by this instance or another. Signals get lost: look now and then.</summary>
    event Action? Changed;

    /// <summary>
    /// What has changed since a revision, each record as it is now, in the order of the versions; removals are told for
    /// <see cref="RecordLimits.RemovalMemory"/>. From 0 it is all that exist.
    /// </summary>
    /// <param name="since">The revision that the last answer ended with; 0 at first.</param>
    /// <param name="limit">At most so many records; 1 at least.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<RecordChanges> ReadAsync(long since, int limit, CancellationToken cancellationToken);

    /// <summary>The record of that name now; <see langword="null"/>: there is none.</summary>
    ValueTask<StoredRecord?> FindAsync(RecordKey key, CancellationToken cancellationToken);

    /// <summary>Writes a record, if it is as the caller believes.</summary>
    /// <param name="key">Which one.</param>
    /// <param name="content">What it is to be; at most <see cref="RecordLimits.MaxContent"/> bytes.</param>
    /// <param name="expected">The version it must have; <see langword="null"/>: there must be none.</param>
    /// <param name="cancellationToken">Gives up; whether it was written is unknown then.</param>
    ValueTask<RecordWrite> WriteAsync(
        RecordKey key, ReadOnlyMemory<byte> content, long? expected, CancellationToken cancellationToken);

    /// <summary>Removes a record, if it has the expected version.</summary>
    ValueTask<RecordWrite> RemoveAsync(RecordKey key, long expected, CancellationToken cancellationToken);

    /// <summary>Forgets up to <paramref name="max"/> removals that have been told long enough; returns how many.</summary>
    ValueTask<int> SweepAsync(int max, CancellationToken cancellationToken);
}

/// <summary>What a record is of.</summary>
internal enum RecordKind
{
    /// <summary>A mini program.</summary>
    App = 1,

    /// <summary>A key of the admin API.</summary>
    AdminKey = 2,

    /// <summary>Settings of the whole server, such as alerts.</summary>
    Setting = 3,

    /// <summary>What the sealing key is recognised by.</summary>
    Seal = 4,

    /// <summary>The bulk work of an app.</summary>
    Operation = 5,

    /// <summary>The bookmarks of an app.</summary>
    Bookmarks = 6,

    /// <summary>A destination of forwards that an operator has paused.</summary>
    ForwardPause = 7,
}

/// <summary>The name of a record: unique within its kind.</summary>
/// <param name="Kind">What it is of.</param>
/// <param name="Name">The name: 1 to 128 characters.</param>
internal readonly record struct RecordKey(RecordKind Kind, string Name)
{
    /// <summary>The key as one text.</summary>
    public override string ToString() => $"{(int)Kind}/{Name}";
}

/// <summary>A record.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Version">The revision at which it was written last.</param>
/// <param name="Content">Its content; <see langword="null"/>: it was removed at that revision.</param>
internal sealed record StoredRecord(RecordKey Key, long Version, ReadOnlyMemory<byte>? Content);

/// <summary>What has changed.</summary>
/// <param name="Records">The records, in the order of their versions.</param>
/// <param name="Revision">What to ask with the next time.</param>
/// <param name="HasMore">Whether the limit cut the answer.</param>
internal sealed record RecordChanges(IReadOnlyList<StoredRecord> Records, long Revision, bool HasMore);

/// <summary>What became of a write.</summary>
/// <param name="Written">Whether it was done.</param>
/// <param name="Version">The version of the record now; <see langword="null"/>: there is none.</param>
internal readonly record struct RecordWrite(bool Written, long? Version);

/// <summary>How much may be stored.</summary>
internal static class RecordLimits
{
    /// <summary>Of one record, in bytes.</summary>
    public const int MaxContent = 512 * 1024;

    /// <summary>For how long a removal is told. Who has not asked for so long begins anew at 0.</summary>
    public static readonly TimeSpan RemovalMemory = TimeSpan.FromDays(1);
}
