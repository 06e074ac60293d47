namespace WeChatPush.Protocol.Messages;

/// <summary>
/// What happened to a session with a human agent. Seen from service accounts; mini programs are not known to get it
/// (page 会话控制).
/// </summary>
public abstract record KfSessionEvent : TypedPush
{
    private protected KfSessionEvent()
    {
    }

    private protected KfSessionEvent(PushMessage message)
        : base(message)
    {
        KfAccount = message.Json.Text("KfAccount");
    }

    /// <summary>The agent who has the session, or had it until now.</summary>
    public string KfAccount { get; init; } = "";
}

/// <summary>An agent took the session.</summary>
public sealed record KfCreateSession : KfSessionEvent, ITypedPush<KfCreateSession>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public KfCreateSession()
    {
    }

    private KfCreateSession(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("kf_create_session");

    /// <inheritdoc/>
    public static KfCreateSession Read(PushMessage message) => new(message);
}

/// <summary>The session was closed. From now on messages are pushed again.</summary>
public sealed record KfCloseSession : KfSessionEvent, ITypedPush<KfCloseSession>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public KfCloseSession()
    {
    }

    private KfCloseSession(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("kf_close_session");

    /// <inheritdoc/>
    public static KfCloseSession Read(PushMessage message) => new(message);
}

/// <summary>The session went to another agent (page 会话控制).</summary>
public sealed record KfSwitchSession : TypedPush, ITypedPush<KfSwitchSession>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public KfSwitchSession()
    {
    }

    private KfSwitchSession(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        FromKfAccount = fields.Text("FromKfAccount");
        ToKfAccount = fields.Text("ToKfAccount");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("kf_switch_session");

    /// <summary>The agent who gave it away.</summary>
    public string FromKfAccount { get; init; } = "";

    /// <summary>The agent who has it now.</summary>
    public string ToKfAccount { get; init; } = "";

    /// <inheritdoc/>
    public static KfSwitchSession Read(PushMessage message) => new(message);
}
