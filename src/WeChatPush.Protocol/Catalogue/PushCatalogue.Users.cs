using static WeChatPush.Protocol.PushFamily;

namespace WeChatPush.Protocol;

public static partial class PushCatalogue
{
    private static PushInfo[] MessagesRows =>
    [
        Row<TextMessage>(Messages, "Text", "文本消息").FromUser().MayAnswer<TransferToCustomerServiceReply>(),
        Row<ImageMessage>(Messages, "Picture", "图片消息").FromUser().MayAnswer<TransferToCustomerServiceReply>(),
        Row<MiniProgramPageMessage>(Messages, "Card of a mini program page", "小程序卡片消息")
            .FromUser().MayAnswer<TransferToCustomerServiceReply>(),
        Row<VoiceMessage>(Messages, "Voice message", "语音消息").FromUser().MayAnswer<TransferToCustomerServiceReply>(),
        Row<VideoMessage>(Messages, "Video", "视频消息").FromUser().MayAnswer<TransferToCustomerServiceReply>(),
        Row<ShortVideoMessage>(Messages, "Short video", "小视频消息")
            .FromUser().MayAnswer<TransferToCustomerServiceReply>(),
        Row<LocationMessage>(Messages, "Place", "地理位置消息").FromUser().MayAnswer<TransferToCustomerServiceReply>(),
        Row<LinkMessage>(Messages, "Link", "链接消息").FromUser().MayAnswer<TransferToCustomerServiceReply>(),
        Row<UserEnterTempsession>(Messages, "The user opened the session", "进入客服会话").FromUser(),
        Row<KfCreateSession>(Messages, "An agent took the session", "客服接入会话").FromUser(),
        Row<KfCloseSession>(Messages, "An agent closed the session", "客服关闭会话").FromUser(),
        Row<KfSwitchSession>(Messages, "The session went to another agent", "客服转接会话").FromUser(),
    ];

    private static PushInfo[] SubscriptionsRows =>
    [
        Row<SubscribeMsgPopupEvent>(Subscriptions, "The user answered the pop-up", "用户触发订阅消息弹框").FromUser(),
        Row<SubscribeMsgChangeEvent>(Subscriptions, "The user changed the subscription", "用户管理订阅消息").FromUser(),
        Row<SubscribeMsgSentEvent>(Subscriptions, "How a delivery ended", "订阅消息发送结果").FromUser(),
        Row<NotifyServiceMsgSendResult>(Subscriptions, "A service card could not be delivered", "新版一次性订阅消息发送失败")
            .FromUser(),
    ];

    private static PushInfo[] UserDataRows =>
    [
        Row<UserInfoModified>(UserData, "The user's profile was cleaned", "用户资料变更"),
        Row<UserAuthorizationRevoke>(UserData, "The user revoked a consent", "用户撤回授权"),
        Row<UserAuthorizationCancellation>(UserData, "The user closed the account", "用户完成注销"),
    ];

    private static PushInfo[] ContentSafetyRows =>
    [
        Row<WxaMediaCheck>(ContentSafety, "Result of a check of media", "音视频内容安全识别结果"),
    ];

    private static PushInfo[] NovelRows =>
    [
        Row<WxaNovelChapterPermission>(Novel, "May the user read the chapter?", "小说章节解锁状态查询")
            .FromUser().MustAnswer<NovelChapterPermissionReply>(seconds: 4),
        Row<SecbookAuditEvent>(Novel, "A book was examined", "小说审核状态事件"),
        Row<BookBanStatusChange>(Novel, "A book was banned or freed", "小说封禁状态变更事件"),
    ];
}
