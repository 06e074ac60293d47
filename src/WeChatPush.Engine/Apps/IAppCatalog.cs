namespace WeChatPush.Apps;

/// <summary>The mini programs this instance serves, wherever they are kept. Its content is as of now, and may change.</summary>
public interface IAppCatalog
{
    /// <summary>The settings of an app, secrets included; <see langword="null"/>: there is none of that name.</summary>
    /// <param name="name">The name in the push URL.</param>
    AppOptions? FindOptions(string name);

    /// <summary>Whether an app is one of the configuration, which is not changed at run time.</summary>
    bool IsConfigured(string name);

    /// <summary>Lists apps in the order of their names.</summary>
    /// <param name="after">The name that the page before ended with; <see langword="null"/> at the beginning.</param>
    /// <param name="limit">At most so many; 1 at least.</param>
    AppPage List(string? after, int limit);
}

/// <summary>A page of apps.</summary>
/// <param name="Items">The apps.</param>
/// <param name="Next">What to ask for the next page with; <see langword="null"/>: this is the last.</param>
public sealed record AppPage(IReadOnlyList<AppEntry> Items, string? Next);

/// <summary>An app.</summary>
/// <param name="Name">The name in the push URL.</param>
/// <param name="Options">Its settings, secrets included.</param>
public sealed record AppEntry(string Name, AppOptions Options);
