namespace WeChatPush.Protocol.Messages;

/// <summary>A picture. Page 接收消息和事件.</summary>
public sealed record ImageMessage : UserMessage, ITypedPush<ImageMessage>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public ImageMessage()
    {
    }

    private ImageMessage(PushMessage message)
        : base(message)
    {
        PicUrl = message.Json.Text("PicUrl");
        MediaId = message.Json.Text("MediaId");
    }

    /// <inheritdoc/>
    public static PushKind Kind => new("image");

    /// <summary>A link to it on WeChat's servers, for a while.</summary>
    public string PicUrl { get; init; } = "";

    /// <summary>The id to fetch it with, for three days.</summary>
    public string MediaId { get; init; } = "";

    /// <inheritdoc/>
    public static ImageMessage Read(PushMessage message) => new(message);
}
