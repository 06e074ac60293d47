namespace WeChatPush.Protocol.Subscriptions;

/// <summary>The user answered the pop-up of <c>wx.requestSubscribeMessage</c> (page 小程序订阅消息).</summary>
public sealed record SubscribeMsgPopupEvent : TypedPush, ITypedPush<SubscribeMsgPopupEvent>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public SubscribeMsgPopupEvent()
    {
    }

    private SubscribeMsgPopupEvent(PushMessage message)
        : base(message)
    {
        List = message.Json.List("List", item => new SubscribeMsgPopupItem(
            item.Text("TemplateId"), item.Text("SubscribeStatusString"), item.Int32("PopupScene")));
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("subscribe_msg_popup_event");

    /// <summary>One item per template that was offered.</summary>
    public IReadOnlyList<SubscribeMsgPopupItem> List { get; init; } = [];

    /// <inheritdoc/>
    public static SubscribeMsgPopupEvent Read(PushMessage message) => new(message);
}

/// <summary>What the user said to one template.</summary>
/// <param name="TemplateId">The template.</param>
/// <param name="SubscribeStatusString"><c>accept</c> or <c>reject</c>.</param>
/// <param name="PopupScene">Where the pop-up was; 0 is a page of the mini program.</param>
public sealed record SubscribeMsgPopupItem(string TemplateId, string SubscribeStatusString, int PopupScene);

/// <summary>
/// The user changed the subscription later, from the menu of a message. Only a refusal is pushed (page
/// 小程序订阅消息).
/// </summary>
public sealed record SubscribeMsgChangeEvent : TypedPush, ITypedPush<SubscribeMsgChangeEvent>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public SubscribeMsgChangeEvent()
    {
    }

    private SubscribeMsgChangeEvent(PushMessage message)
        : base(message)
    {
        List = message.Json.List("List", item => new SubscribeMsgChangeItem(
            item.Text("TemplateId"), item.Text("SubscribeStatusString")));
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("subscribe_msg_change_event");

    /// <summary>One item per template.</summary>
    public IReadOnlyList<SubscribeMsgChangeItem> List { get; init; } = [];

    /// <inheritdoc/>
    public static SubscribeMsgChangeEvent Read(PushMessage message) => new(message);
}

/// <summary>What the user changed about one template.</summary>
/// <param name="TemplateId">The template.</param>
/// <param name="SubscribeStatusString"><c>reject</c>.</param>
public sealed record SubscribeMsgChangeItem(string TemplateId, string SubscribeStatusString);

/// <summary>How the delivery of subscription messages ended (page 小程序订阅消息).</summary>
public sealed record SubscribeMsgSentEvent : TypedPush, ITypedPush<SubscribeMsgSentEvent>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public SubscribeMsgSentEvent()
    {
    }

    private SubscribeMsgSentEvent(PushMessage message)
        : base(message)
    {
        List = message.Json.List("List", item => new SubscribeMsgSentItem(
            item.Text("TemplateId"), item.Text("MsgID"), item.Int32("ErrorCode"), item.Text("ErrorStatus")));
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("subscribe_msg_sent_event");

    /// <summary>One item per message.</summary>
    public IReadOnlyList<SubscribeMsgSentItem> List { get; init; } = [];

    /// <inheritdoc/>
    public static SubscribeMsgSentEvent Read(PushMessage message) => new(message);
}

/// <summary>How one delivery ended. Errors that the sending call already reported are not repeated here.</summary>
/// <param name="TemplateId">The template.</param>
/// <param name="MsgID">The id that the sending call gave.</param>
/// <param name="ErrorCode">0 for success.</param>
/// <param name="ErrorStatus"><c>success</c>, or the failure in words.</param>
public sealed record SubscribeMsgSentItem(string TemplateId, string MsgID, int ErrorCode, string ErrorStatus);
