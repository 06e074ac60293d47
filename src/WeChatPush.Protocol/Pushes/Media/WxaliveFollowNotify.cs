namespace WeChatPush.Protocol.Media;

/// <summary>
/// A user subscribed to the live shows, or no longer does (page 小程序直播). WeChat's table has the fields at the top, its
/// sample inside <c>FollowNotify</c>, with broken CDATA; both are read.
/// </summary>
public sealed record WxaliveFollowNotify : TypedPush, ITypedPush<WxaliveFollowNotify>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public WxaliveFollowNotify()
    {
    }

    private WxaliveFollowNotify(PushMessage message)
        : base(message)
    {
        var fields = message.Json.Inside("FollowNotify");
        RoomId = fields.Int64("room_id");
        UserOpenId = fields.LooseText("user_openid");
        Time = fields.Int64("time");
        LiveStatus = fields.Int32("live_status");
        Action = fields.LooseText("action");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("wxalive_follow_notify");

    /// <summary>The room.</summary>
    public long RoomId { get; init; }

    /// <summary>The user.</summary>
    public string UserOpenId { get; init; } = "";

    /// <summary>When, in Unix seconds.</summary>
    public long Time { get; init; }

    /// <summary>The show at that time. 101: on; 102: not yet; 103: over.</summary>
    public int LiveStatus { get; init; }

    /// <summary><c>add_follow</c> or <c>del_follow</c>.</summary>
    public string Action { get; init; } = "";

    /// <inheritdoc/>
    public static WxaliveFollowNotify Read(PushMessage message) => new(message);
}
