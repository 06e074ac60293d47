namespace WeChatPush.Admin;

/// <summary>Who did what through the admin API. Entries are added, never changed; they go when their retention is over.</summary>
/// <remarks>Every member throws <see cref="Storage.StoreUnavailableException"/> when the store cannot be reached.</remarks>
public interface IAuditLog
{
    /// <summary>Adds an entry; it is durable, as far as the store is, when this returns.</summary>
    /// <param name="record">What was done.</param>
    /// <param name="cancellationToken">Gives up; whether it was added is unknown then.</param>
    ValueTask AppendAsync(AuditRecord record, CancellationToken cancellationToken);

    /// <summary>Lists entries, newest first.</summary>
    /// <exception cref="FormatException">The cursor is not one of a page before.</exception>
    ValueTask<AuditPage> ListAsync(AuditFilter filter, CancellationToken cancellationToken);
}

/// <summary>The same as a store implements it.</summary>
internal interface IAuditStore : IAuditLog
{
    /// <summary>Forgets up to <paramref name="max"/> entries that are older; returns how many.</summary>
    ValueTask<int> SweepAsync(DateTimeOffset before, int max, CancellationToken cancellationToken);
}
