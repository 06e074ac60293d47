namespace WeChatPush.Bookmarks;

/// <summary>Payloads that are kept under a name, to be tried again.</summary>
/// <remarks>
/// Every member throws <see cref="Storage.StoreUnavailableException"/> when the store cannot be reached.
/// </remarks>
public interface IBookmarks
{
    /// <summary>Keeps a payload under its name; one that is kept under it goes.</summary>
    /// <param name="app">The app's name.</param>
    /// <param name="bookmark">What is kept.</param>
    /// <param name="cancellationToken">Gives up; whether it is kept is unknown then.</param>
    ValueTask<BookmarkOutcome> SaveAsync(string app, Bookmark bookmark, CancellationToken cancellationToken);

    /// <summary>What is kept of an app, by name; nothing, where it cannot be opened.</summary>
    /// <param name="app">The app's name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<IReadOnlyList<Bookmark>> ListAsync(string app, CancellationToken cancellationToken);

    /// <summary>Forgets one. False: there is none of this name, or others changed them at the same time again and again.</summary>
    /// <param name="app">The app's name.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<bool> RemoveAsync(string app, string name, CancellationToken cancellationToken);
}
