using WeChatPush.Protocol.Media;

namespace WeChatPush.Protocol.Novel;

/// <summary>A book was examined (page 小说作品管理).</summary>
public sealed record SecbookAuditEvent : TypedPush, ITypedPush<SecbookAuditEvent>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public SecbookAuditEvent()
    {
    }

    private SecbookAuditEvent(PushMessage message)
        : base(message)
    {
        var fields = message.Json.Inside("audit_event");
        BookId = fields.Text("book_id");
        AuditDetail = fields.Object("audit_detail", MediaAuditDetail.Read);
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("secbook_audit_event");

    /// <summary>The book.</summary>
    public string BookId { get; init; } = "";

    /// <summary>How it ended.</summary>
    public MediaAuditDetail? AuditDetail { get; init; }

    /// <inheritdoc/>
    public static SecbookAuditEvent Read(PushMessage message) => new(message);
}
