namespace WeChatPush.Protocol.Messages;

/// <summary>
/// A video. Mini programs do not send it today; service accounts do (page 接收普通消息).
/// </summary>
public sealed record VideoMessage : UserMessage, ITypedPush<VideoMessage>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public VideoMessage()
    {
    }

    private VideoMessage(PushMessage message)
        : base(message)
    {
        MediaId = message.Json.Text("MediaId");
        ThumbMediaId = message.Json.Text("ThumbMediaId");
    }

    /// <inheritdoc/>
    public static PushKind Kind => new("video");

    /// <summary>The id to fetch it with, for three days.</summary>
    public string MediaId { get; init; } = "";

    /// <summary>The id to fetch the preview picture with.</summary>
    public string ThumbMediaId { get; init; } = "";

    /// <inheritdoc/>
    public static VideoMessage Read(PushMessage message) => new(message);
}
