namespace WeChatPush.Apps;

/// <summary>A place where apps are kept. The catalogue asks its sources in their order; the first that has a name counts.</summary>
internal interface IAppSource
{
    /// <summary>Called with the name of one app that was added, changed or removed; other apps are as they were.</summary>
    event Action<string>? Changed;

    /// <summary>Whether it knows all of its apps: until it does, nobody can say that one does not exist.</summary>
    bool IsLoaded { get; }

    /// <summary>The names of its apps, in any order.</summary>
    IReadOnlyCollection<string> Names { get; }

    /// <summary>The app of that name, or <see langword="null"/>: the same object until the app changes.</summary>
    App? Find(string name);
}
