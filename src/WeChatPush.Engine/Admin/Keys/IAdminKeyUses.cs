namespace WeChatPush.Admin;

/// <summary>When each key of the admin API was used last, by the SHA-256 of the key in hexadecimal digits.</summary>
public interface IAdminKeyUses
{
    /// <summary>Notes a use. It costs no call of the store: uses are written together, once a minute and when the host stops.</summary>
    void Note(string hash);

    /// <summary>The last use of each key that was ever used, those of other instances up to a minute late.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The store cannot be reached.</exception>
    ValueTask<IReadOnlyDictionary<string, DateTimeOffset>> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>
/// Where the last uses are kept. Not with the keys: a use would be a new version of the key's record, which every instance reads.
/// </summary>
internal interface IAdminKeyUseStore
{
    /// <summary>Notes uses; of each key the latest counts.</summary>
    ValueTask WriteAsync(IReadOnlyCollection<KeyValuePair<string, DateTimeOffset>> uses, CancellationToken cancellationToken);

    /// <summary>All that are known: as many as there were keys that were used.</summary>
    ValueTask<IReadOnlyDictionary<string, DateTimeOffset>> ReadAsync(CancellationToken cancellationToken);
}
