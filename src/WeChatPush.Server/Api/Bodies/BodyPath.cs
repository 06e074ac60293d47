namespace WeChatPush.Server.Api.Bodies;

/// <summary>Where in a body something is, as errors name it: <c>audience.recipients[3].openId</c>.</summary>
internal static class BodyPath
{
    // The names that WeChat and this API use are shorter; an openid or a secret in the place of a name is longer.
    private const int MaxName = 24;
    private const int Kept = 8;

    /// <summary>A member of the object at a path; an empty path is the body itself.</summary>
    public static string Member(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    /// <summary>A member that no type names. Its name comes from outside and may be a secret, so a long one is cut.</summary>
    public static string Unknown(string path, string name) =>
        Member(path, name.Length <= MaxName ? name : $"{name[..Kept]}…");

    /// <summary>An item of the list at a path.</summary>
    public static string Item(string path, long index) => $"{path}[{index}]";

    /// <summary>Whether a path leads into what is at another one.</summary>
    public static bool IsBelow(string path, string above) =>
        path.Length > above.Length && path[above.Length] is ('.' or '[') && path.StartsWith(above, StringComparison.Ordinal);

    /// <summary>The path as a field of the errors.</summary>
    public static string Field(string path) => path.Length == 0 ? BodyErrors.Whole : path;
}
