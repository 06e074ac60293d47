namespace WeChatPush.Protocol.Platform;

/// <summary>
/// A call between a device and a user is set up (page 云对云服务端). The phone rings only after <see cref="IotVoipReply"/>
/// says 0.
/// </summary>
public sealed record IotVoipNotify : TypedPush, ITypedPush<IotVoipNotify>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public IotVoipNotify()
    {
    }

    private IotVoipNotify(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        Action = fields.Text("Action");
        RoomId = fields.Text("RoomId");
        SessionKey = fields.Text("SessionKey");
        ServerToken = fields.Text("ServerToken");
        Payload = fields.Text("Payload");
        ModelId = fields.Text("ModelId");
        SerialNumber = fields.Text("Sn");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("iot_voip_notify");

    /// <summary><c>join_voip_room</c>.</summary>
    public string Action { get; init; } = "";

    /// <summary>The room of the call.</summary>
    public string RoomId { get; init; } = "";

    /// <summary>The key of the call, a secret.</summary>
    public string SessionKey { get; init; } = "";

    /// <summary>What the server enters the room with, a secret.</summary>
    public string ServerToken { get; init; } = "";

    /// <summary>What the call was given to carry along.</summary>
    public string Payload { get; init; } = "";

    /// <summary>The model of the device.</summary>
    public string ModelId { get; init; } = "";

    /// <summary>The device.</summary>
    public string SerialNumber { get; init; } = "";

    /// <inheritdoc/>
    public static IotVoipNotify Read(PushMessage message) => new(message);
}
