namespace WeChatPush.Protocol.Messages;

/// <summary>The user opened the customer-service session. Page 接收消息和事件.</summary>
public sealed record UserEnterTempsession : TypedPush, ITypedPush<UserEnterTempsession>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public UserEnterTempsession()
    {
    }

    private UserEnterTempsession(PushMessage message)
        : base(message)
    {
        SessionFrom = message.Json.Text("SessionFrom");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("user_enter_tempsession");

    /// <summary>The <c>session-from</c> of the button that was pressed.</summary>
    public string SessionFrom { get; init; } = "";

    /// <inheritdoc/>
    public static UserEnterTempsession Read(PushMessage message) => new(message);
}
