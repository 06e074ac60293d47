using WeChatPush.Apps;

namespace WeChatPush.Handling;

/// <summary>
/// A cloud environment may be shared (资源复用): it belongs to one mini program, and others use it. WeChat's gateway names
/// the one that a push is for, and what is sent in answer must be sent in its name.
/// </summary>
internal static class SharedEnvironment
{
    private const string Owner = "x-wx-appid";
    private const string User = "x-wx-from-appid";

    /// <summary>In whose name to send; <see langword="null"/>: the app's own.</summary>
    public static string? NameFor(App app, IReadOnlyDictionary<string, string>? source)
    {
        if (source?.GetValueOrDefault(User) is not { } user)
            return null;
        var isOwner = user == app.Options.AppId && source.GetValueOrDefault(Owner, user) == user;
        return isOwner ? null : user;
    }
}
