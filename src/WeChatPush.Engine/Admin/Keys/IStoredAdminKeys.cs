namespace WeChatPush.Admin;

/// <summary>
/// The keys of the admin API that were made at run time. All of them are in memory, those of other instances within a second;
/// while the store is away, those that are known stay in force.
/// </summary>
public interface IStoredAdminKeys
{
    /// <summary>Whether the keys are known. Until they are, a key that is not found may be right all the same.</summary>
    bool IsLoaded { get; }

    /// <summary>All keys in the order of their names, expired ones among them.</summary>
    IReadOnlyList<StoredAdminKey> List();

    /// <summary>The key with that SHA-256; <see langword="null"/>: there is none, or it has expired.</summary>
    StoredAdminKey? Find(ReadOnlySpan<byte> hash);

    /// <summary>Makes a key; it is in force at this instance when this returns.</summary>
    /// <returns>The key; <see langword="null"/>: there is one of that name, whatever its case.</returns>
    /// <exception cref="ArgumentException">The name is none that a key may have (<see cref="NewAdminKey.FindProblem"/>).</exception>
    /// <exception cref="Storage.StoreUnavailableException">It may have been made; no caller has it then.</exception>
    ValueTask<MadeAdminKey?> CreateAsync(NewAdminKey key, CancellationToken cancellationToken);

    /// <summary>Ends a key; at this instance it is over when this returns.</summary>
    /// <returns>The key as it was; <see langword="null"/>: there is none of that name.</returns>
    /// <exception cref="Storage.StoreUnavailableException">It may be removed.</exception>
    ValueTask<StoredAdminKey?> RemoveAsync(string name, CancellationToken cancellationToken);
}

/// <summary>A key that was just made.</summary>
/// <param name="Stored">What is stored of it.</param>
/// <param name="Secret">The key itself, which is nowhere else.</param>
public sealed record MadeAdminKey(StoredAdminKey Stored, string Secret);
