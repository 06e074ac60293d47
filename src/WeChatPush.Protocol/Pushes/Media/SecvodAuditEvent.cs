namespace WeChatPush.Protocol.Media;

/// <summary>A drama was examined (page 短剧媒资管理); its episodes are asked for by its id.</summary>
public sealed record SecvodAuditEvent : TypedPush, ITypedPush<SecvodAuditEvent>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public SecvodAuditEvent()
    {
    }

    private SecvodAuditEvent(PushMessage message)
        : base(message)
    {
        var fields = message.Json.Inside("audit_event");
        DramaId = fields.Int64("drama_id");
        AuditDetail = fields.Object("audit_detail", MediaAuditDetail.Read);
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("secvod_audit_event");

    /// <summary>The drama.</summary>
    public long DramaId { get; init; }

    /// <summary>How it ended.</summary>
    public MediaAuditDetail? AuditDetail { get; init; }

    /// <inheritdoc/>
    public static SecvodAuditEvent Read(PushMessage message) => new(message);
}
