using WeChatPush.Protocol.ContentSafety;
using WeChatPush.Protocol.Messages;
using WeChatPush.Protocol.Novel;
using WeChatPush.Protocol.Subscriptions;
using WeChatPush.Protocol.UserData;

namespace WeChatPush.Protocol;

public static partial class PushCatalogue
{
    private static PushInfo[] MessagesRows =>
    [
        Row<TextMessage>(PushFamily.Messages, "Text", "文本消息").FromUser().MayAnswer<TransferToCustomerServiceReply>(),
        Row<ImageMessage>(PushFamily.Messages, "Picture", "图片消息").FromUser().MayAnswer<TransferToCustomerServiceReply>(),
        Row<MiniProgramPageMessage>(PushFamily.Messages, "Card of a mini program page", "小程序卡片消息")
            .FromUser().MayAnswer<TransferToCustomerServiceReply>(),
        Row<VoiceMessage>(PushFamily.Messages, "Voice message", "语音消息").FromUser().MayAnswer<TransferToCustomerServiceReply>(),
        Row<VideoMessage>(PushFamily.Messages, "Video", "视频消息").FromUser().MayAnswer<TransferToCustomerServiceReply>(),
        Row<ShortVideoMessage>(PushFamily.Messages, "Short video", "小视频消息")
            .FromUser().MayAnswer<TransferToCustomerServiceReply>(),
        Row<LocationMessage>(PushFamily.Messages, "Place", "地理位置消息").FromUser().MayAnswer<TransferToCustomerServiceReply>(),
        Row<LinkMessage>(PushFamily.Messages, "Link", "链接消息").FromUser().MayAnswer<TransferToCustomerServiceReply>(),
        Row<UserEnterTempsession>(PushFamily.Messages, "The user opened the session", "进入客服会话").FromUser(),
        Row<KfCreateSession>(PushFamily.Messages, "An agent took the session", "客服接入会话").FromUser(),
        Row<KfCloseSession>(PushFamily.Messages, "An agent closed the session", "客服关闭会话").FromUser(),
        Row<KfSwitchSession>(PushFamily.Messages, "The session went to another agent", "客服转接会话").FromUser(),
    ];

    private static PushInfo[] SubscriptionsRows =>
    [
        Row<SubscribeMsgPopupEvent>(PushFamily.Subscriptions, "The user answered the pop-up", "用户触发订阅消息弹框").FromUser(),
        Row<SubscribeMsgChangeEvent>(PushFamily.Subscriptions, "The user changed the subscription", "用户管理订阅消息").FromUser(),
        Row<SubscribeMsgSentEvent>(PushFamily.Subscriptions, "How a delivery ended", "订阅消息发送结果").FromUser(),
        Row<NotifyServiceMsgSendResult>(PushFamily.Subscriptions, "A service card could not be delivered", "新版一次性订阅消息发送失败")
            .FromUser(),
    ];

    private static PushInfo[] UserDataRows =>
    [
        Row<UserInfoModified>(PushFamily.UserData, "The user's profile was cleaned", "用户资料变更"),
        Row<UserAuthorizationRevoke>(PushFamily.UserData, "The user revoked a consent", "用户撤回授权"),
        Row<UserAuthorizationCancellation>(PushFamily.UserData, "The user closed the account", "用户完成注销"),
    ];

    private static PushInfo[] ContentSafetyRows =>
    [
        Row<WxaMediaCheck>(PushFamily.ContentSafety, "Result of a check of media", "音视频内容安全识别结果"),
    ];

    private static PushInfo[] NovelRows =>
    [
        Row<WxaNovelChapterPermission>(PushFamily.Novel, "May the user read the chapter?", "小说章节解锁状态查询")
            .FromUser().MustAnswer<NovelChapterPermissionReply>(seconds: 4),
        Row<SecbookAuditEvent>(PushFamily.Novel, "A book was examined", "小说审核状态事件"),
        Row<BookBanStatusChange>(PushFamily.Novel, "A book was banned or freed", "小说封禁状态变更事件"),
    ];
}
