namespace WeChatPush.Protocol.UserData;

/// <summary>
/// WeChat removed something unlawful from the profile: what was fetched of it is to be replaced. Goes to the apps the
/// user has consented to in the last 30 days.
/// </summary>
public sealed record UserInfoModified : UserDataEvent, ITypedPush<UserInfoModified>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public UserInfoModified()
    {
    }

    private UserInfoModified(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("user_info_modified");

    /// <inheritdoc/>
    public static UserInfoModified Read(PushMessage message) => new(message);
}
