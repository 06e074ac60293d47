namespace WeChatPush.Protocol.Subscriptions;

/// <summary>A card of the newer one-time subscription could not be shown to the user (page 新版一次性订阅消息开发指南).</summary>
public sealed record NotifyServiceMsgSendResult : TypedPush, ITypedPush<NotifyServiceMsgSendResult>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public NotifyServiceMsgSendResult()
    {
    }

    private NotifyServiceMsgSendResult(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        OpenId = fields.Text("openid");
        NotifyCode = fields.Text("notify_code");
        NotifyType = fields.Int32("notify_type");
        CardStatus = fields.Int32("card_status");
        FailRet = fields.Int32("fail_ret");
        FailMsg = fields.Text("fail_msg");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("notify_service_msg_send_result");

    /// <summary>The user; the same as <see cref="TypedPush.FromUserName"/>.</summary>
    public string OpenId { get; init; } = "";

    /// <summary>The code the card was sent with.</summary>
    public string NotifyCode { get; init; } = "";

    /// <summary>The kind of card, as 2006.</summary>
    public int NotifyType { get; init; }

    /// <summary>The state the card was to be set to.</summary>
    public int CardStatus { get; init; }

    /// <summary>
    /// Why not: -10001 WeChat failed; -10002 the content was not allowed; -1003 the template is not added; -1004 the
    /// user refused this template; -1005 too often.
    /// </summary>
    public int FailRet { get; init; }

    /// <summary>The same in words.</summary>
    public string FailMsg { get; init; } = "";

    /// <inheritdoc/>
    public static NotifyServiceMsgSendResult Read(PushMessage message) => new(message);
}
