namespace WeChatPush.Protocol.UserData;

/// <summary>The user closed the WeChat account: their data has to be deleted.</summary>
public sealed record UserAuthorizationCancellation : UserDataEvent, ITypedPush<UserAuthorizationCancellation>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public UserAuthorizationCancellation()
    {
    }

    private UserAuthorizationCancellation(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("user_authorization_cancellation");

    /// <inheritdoc/>
    public static UserAuthorizationCancellation Read(PushMessage message) => new(message);
}
