namespace WeChatPush.Protocol;

/// <summary>What makes one event of a kind differ from the next.</summary>
/// <param name="IsFromUser">
/// Whether FromUserName is the user; else it is one WeChat account, the same for all users, and the user is in a field.
/// </param>
/// <param name="Fields">
/// Paths of the fields that together are its key. <c>a|b</c> is the first of the two that is there.
/// </param>
internal sealed record EventFamily(bool IsFromUser, params string[] Fields)
{
    /// <summary>An event of a user's.</summary>
    public static EventFamily User(params string[] fields) => new(true, fields);

    /// <summary>An event of the platform's.</summary>
    public static EventFamily Platform(params string[] fields) => new(false, fields);
}
