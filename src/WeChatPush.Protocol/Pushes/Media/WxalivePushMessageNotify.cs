namespace WeChatPush.Protocol.Media;

/// <summary>
/// How a message to all followers of the live shows went (page 小程序直播). In WeChat's sample the fields are inside
/// <c>PushMessageApiNotify</c>.
/// </summary>
public sealed record WxalivePushMessageNotify : TypedPush, ITypedPush<WxalivePushMessageNotify>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public WxalivePushMessageNotify()
    {
    }

    private WxalivePushMessageNotify(PushMessage message)
        : base(message)
    {
        var fields = message.Json.Inside("PushMessageApiNotify");
        MessageId = fields.Text("message_id");
        RoomId = fields.Int64("room_id");
        TotalCount = fields.Int64("total_count");
        SuccessCount = fields.Int64("success_count");
        OpenIdErrorCount = fields.Int64("openid_error_count");
        RelationErrorCount = fields.Int64("relation_error_count");
        UserRecvLimitCount = fields.Int64("user_recv_limit_count");
        InternalErrorCount = fields.Int64("internal_error_count");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("wxalive_push_message_notify");

    /// <summary>The message.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>The room.</summary>
    public long RoomId { get; init; }

    /// <summary>Users it was for.</summary>
    public long TotalCount { get; init; }

    /// <summary>Users who got it.</summary>
    public long SuccessCount { get; init; }

    /// <summary>Openids that were none.</summary>
    public long OpenIdErrorCount { get; init; }

    /// <summary>Users who do not follow.</summary>
    public long RelationErrorCount { get; init; }

    /// <summary>Users who have had enough messages.</summary>
    public long UserRecvLimitCount { get; init; }

    /// <summary>Other failures.</summary>
    public long InternalErrorCount { get; init; }

    /// <inheritdoc/>
    public static WxalivePushMessageNotify Read(PushMessage message) => new(message);
}
