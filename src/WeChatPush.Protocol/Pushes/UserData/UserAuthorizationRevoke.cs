namespace WeChatPush.Protocol.UserData;

/// <summary>The user took a consent back: what was got by it has to be deleted.</summary>
public sealed record UserAuthorizationRevoke : UserDataEvent, ITypedPush<UserAuthorizationRevoke>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public UserAuthorizationRevoke()
    {
    }

    private UserAuthorizationRevoke(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("user_authorization_revoke");

    /// <inheritdoc/>
    public static UserAuthorizationRevoke Read(PushMessage message) => new(message);
}
