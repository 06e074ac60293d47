namespace WeChatPush.Protocol.Messages;

/// <summary>
/// A voice message. Mini programs do not send it today; service accounts do (page 接收普通消息).
/// </summary>
public sealed record VoiceMessage : UserMessage, ITypedPush<VoiceMessage>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public VoiceMessage()
    {
    }

    private VoiceMessage(PushMessage message)
        : base(message)
    {
        MediaId = message.Json.Text("MediaId");
        Format = message.Json.Text("Format");
        Recognition = message.Json.Text("Recognition");
    }

    /// <inheritdoc/>
    public static PushKind Kind => new("voice");

    /// <summary>The id to fetch it with, for three days.</summary>
    public string MediaId { get; init; } = "";

    /// <summary><c>amr</c> or <c>speex</c>.</summary>
    public string Format { get; init; } = "";

    /// <summary>What was understood, where recognition is on.</summary>
    public string Recognition { get; init; } = "";

    /// <inheritdoc/>
    public static VoiceMessage Read(PushMessage message) => new(message);
}
