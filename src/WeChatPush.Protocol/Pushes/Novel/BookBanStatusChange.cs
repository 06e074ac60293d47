namespace WeChatPush.Protocol.Novel;

/// <summary>A book or a chapter was banned, or freed again (page 小说作品管理).</summary>
public sealed record BookBanStatusChange : TypedPush, ITypedPush<BookBanStatusChange>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public BookBanStatusChange()
    {
    }

    private BookBanStatusChange(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        BookId = fields.Text("book_id");
        BookTitle = fields.Text("book_title");
        ChapterId = fields.Text("chapter_id");
        ChapterTitle = fields.Text("chapter_title");
        BanStatus = fields.Int32("ban_status");
        Time = fields.Int64("time");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("book_ban_status_change");

    /// <summary>The book.</summary>
    public string BookId { get; init; } = "";

    /// <summary>Its title.</summary>
    public string BookTitle { get; init; } = "";

    /// <summary>The chapter, if it is about one.</summary>
    public string ChapterId { get; init; } = "";

    /// <summary>Its title.</summary>
    public string ChapterTitle { get; init; } = "";

    /// <summary>Whether it is banned now, as the page on book management numbers it.</summary>
    public int BanStatus { get; init; }

    /// <summary>When, in Unix seconds.</summary>
    public long Time { get; init; }

    /// <inheritdoc/>
    public static BookBanStatusChange Read(PushMessage message) => new(message);
}
