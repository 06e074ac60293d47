namespace WeChatPush.Protocol.Messages;

/// <summary>
/// A place on the map. Mini programs do not send it today; service accounts do (page 接收普通消息).
/// </summary>
public sealed record LocationMessage : UserMessage, ITypedPush<LocationMessage>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public LocationMessage()
    {
    }

    private LocationMessage(PushMessage message)
        : base(message)
    {
        Latitude = message.Json.Double("Location_X");
        Longitude = message.Json.Double("Location_Y");
        Scale = message.Json.Int32("Scale");
        Label = message.Json.Text("Label");
    }

    /// <inheritdoc/>
    public static PushKind Kind => new("location");

    /// <summary>Degrees north, from <c>Location_X</c>.</summary>
    public double Latitude { get; init; }

    /// <summary>Degrees east, from <c>Location_Y</c>.</summary>
    public double Longitude { get; init; }

    /// <summary>The zoom of the map.</summary>
    public int Scale { get; init; }

    /// <summary>The place in words.</summary>
    public string Label { get; init; } = "";

    /// <inheritdoc/>
    public static LocationMessage Read(PushMessage message) => new(message);
}
