namespace WeChatPush.Protocol.Messages;

/// <summary>A card of a mini program's page. Page 接收消息和事件.</summary>
public sealed record MiniProgramPageMessage : UserMessage, ITypedPush<MiniProgramPageMessage>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public MiniProgramPageMessage()
    {
    }

    private MiniProgramPageMessage(PushMessage message)
        : base(message)
    {
        Title = message.Json.Text("Title");
        AppId = message.Json.Text("AppId");
        PagePath = message.Json.Text("PagePath");
        ThumbUrl = message.Json.Text("ThumbUrl");
        ThumbMediaId = message.Json.Text("ThumbMediaId");
    }

    /// <inheritdoc/>
    public static PushKind Kind => new("miniprogrampage");

    /// <summary>The card's title.</summary>
    public string Title { get; init; } = "";

    /// <summary>The mini program the card opens.</summary>
    public string AppId { get; init; } = "";

    /// <summary>The page, with its query.</summary>
    public string PagePath { get; init; } = "";

    /// <summary>A link to the card's picture, for a while; often empty.</summary>
    public string ThumbUrl { get; init; } = "";

    /// <summary>The id to fetch the picture with; often empty.</summary>
    public string ThumbMediaId { get; init; } = "";

    /// <inheritdoc/>
    public static MiniProgramPageMessage Read(PushMessage message) => new(message);
}
