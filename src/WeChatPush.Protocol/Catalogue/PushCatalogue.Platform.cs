using WeChatPush.Protocol.Audit;
using WeChatPush.Protocol.Media;
using WeChatPush.Protocol.Platform;
using WeChatPush.Protocol.ThirdParty;

namespace WeChatPush.Protocol;

public static partial class PushCatalogue
{
    private static PushInfo[] PlatformRows =>
    [
        Row<DebugDemo>(PushFamily.Platform, "Trial push of WeChat's tool", "调试工具推送").FromUser(),
        Row<WxaPunishEvent>(PushFamily.Platform, "The mini program was punished", "小程序违规处罚"),
        Row<WxaCommentBadScore>(PushFamily.Platform, "A bad review was written", "小程序差评"),
        Row<ChargeMpServiceQuotaNotify>(PushFamily.Platform, "A bought quota runs out", "付费管理用量告警"),
        Row<ChargeMpServiceValidityNotify>(PushFamily.Platform, "A bought period ends", "付费管理有效期告警"),
        Row<ComplaintCallback>(PushFamily.Platform, "A trade complaint moved", "交易类投诉"),
        Row<IotVoipNotify>(PushFamily.Platform, "A device calls a user", "设备音视频通话通知").FromUser().MustAnswer<IotVoipReply>(),
    ];

    private static PushInfo[] MediaRows =>
    [
        Row<SecvodUploadEvent>(PushFamily.Media, "A video was uploaded", "短剧媒资上传完成"),
        Row<SecvodAuditEvent>(PushFamily.Media, "A drama was examined", "短剧审核状态"),
        Row<WxaliveFollowNotify>(PushFamily.Media, "A user follows the live shows", "直播长期订阅状态"),
        Row<WxalivePushMessageNotify>(PushFamily.Media, "A message to followers was sent", "直播群发结果"),
    ];

    private static PushInfo[] AuditRows =>
    [
        Row<WeappAuditSuccess>(PushFamily.Audit, "A version was approved", "小程序代码审核通过"),
        Row<WeappAuditFail>(PushFamily.Audit, "A version was refused", "小程序代码审核不通过"),
        Row<WeappAuditDelay>(PushFamily.Audit, "A version takes longer", "小程序代码审核延后"),
        Row<WxaNicknameAudit>(PushFamily.Audit, "A name was examined", "小程序名称审核"),
        Row<WxaCategoryAudit>(PushFamily.Audit, "A category was examined", "小程序类目审核"),
        Row<WxaPrivacyApply>(PushFamily.Audit, "A private interface was examined", "隐私接口审核"),
        Row<WxaIllegalRecord>(PushFamily.Audit, "A violation was recorded", "小程序违规记录"),
        Row<WxaAppealRecord>(PushFamily.Audit, "An appeal moved", "小程序申诉记录"),
        Row<AddNearbyPoiAuditInfo>(PushFamily.Audit, "A place was examined", "附近小程序地点审核"),
        Row<NearbyCategoryAuditInfo>(PushFamily.Audit, "A category of a place was examined", "附近小程序类目审核"),
        Row<CreateMapPoiAuditInfo>(PushFamily.Audit, "A shop on the map was examined", "腾讯地图门店审核"),
        Row<WxVerifyPaySucc>(PushFamily.Audit, "The verification was paid", "微信认证支付成功"),
        Row<WxVerifyDispatch>(PushFamily.Audit, "The verification was handed over", "微信认证派单"),
    ];

    private static PushInfo[] ThirdPartyRows =>
    [
        Row<ThirdPartyNotice>(PushFamily.ThirdParty, "Notice to a third-party platform", "第三方平台通知（InfoType）"),
    ];
}
