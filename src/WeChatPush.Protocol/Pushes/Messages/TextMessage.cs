namespace WeChatPush.Protocol.Messages;

/// <summary>A text. Page 接收消息和事件.</summary>
public sealed record TextMessage : UserMessage, ITypedPush<TextMessage>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public TextMessage()
    {
    }

    private TextMessage(PushMessage message)
        : base(message)
    {
        Content = message.Json.Text("Content");
    }

    /// <inheritdoc/>
    public static PushKind Kind => new("text");

    /// <summary>What the user typed; pictographs as UTF-8, WeChat's own faces as <c>[微笑]</c>.</summary>
    public string Content { get; init; } = "";

    /// <inheritdoc/>
    public static TextMessage Read(PushMessage message) => new(message);
}
