namespace WeChatPush.Protocol.Messages;

/// <summary>
/// A link. Mini programs do not send it today; service accounts do (page 接收普通消息).
/// </summary>
public sealed record LinkMessage : UserMessage, ITypedPush<LinkMessage>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public LinkMessage()
    {
    }

    private LinkMessage(PushMessage message)
        : base(message)
    {
        Title = message.Json.Text("Title");
        Description = message.Json.Text("Description");
        Url = message.Json.Text("Url");
    }

    /// <inheritdoc/>
    public static PushKind Kind => new("link");

    /// <summary>Its title.</summary>
    public string Title { get; init; } = "";

    /// <summary>The words below the title.</summary>
    public string Description { get; init; } = "";

    /// <summary>Where it leads.</summary>
    public string Url { get; init; } = "";

    /// <inheritdoc/>
    public static LinkMessage Read(PushMessage message) => new(message);
}
