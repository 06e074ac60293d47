namespace WeChatPush.Protocol.Novel;

/// <summary>
/// May this user read this chapter (page 小说小程序)? To be answered within 4 seconds by
/// <see cref="NovelChapterPermissionReply"/>.
/// </summary>
public sealed record WxaNovelChapterPermission : TypedPush, ITypedPush<WxaNovelChapterPermission>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public WxaNovelChapterPermission()
    {
    }

    private WxaNovelChapterPermission(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        BookId = fields.Text("BookId");
        ChapterIndex = fields.Int32("ChapterIndex");
        ChapterId = fields.Text("ChapterId");
        CustomServerParams = fields.Text("CustomServerParams");
        Source = fields.OptionalInt32("Source");
        ChapterOriginalId = fields.Text("ChapterOriginalId");
        BookOriginalId = fields.Text("BookOriginalId");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("wxa_novel_chapter_permission");

    /// <summary>WeChat's number of the book.</summary>
    public string BookId { get; init; } = "";

    /// <summary>The chapter, counted from 0.</summary>
    public int ChapterIndex { get; init; }

    /// <summary>WeChat's number of the chapter.</summary>
    public string ChapterId { get; init; } = "";

    /// <summary>What the page was given to carry along.</summary>
    public string CustomServerParams { get; init; } = "";

    /// <summary>0: read ahead; 1: really read; null if not given.</summary>
    public int? Source { get; init; }

    /// <summary>Your own number of the chapter.</summary>
    public string ChapterOriginalId { get; init; } = "";

    /// <summary>Your own number of the book.</summary>
    public string BookOriginalId { get; init; } = "";

    /// <inheritdoc/>
    public static WxaNovelChapterPermission Read(PushMessage message) => new(message);
}
