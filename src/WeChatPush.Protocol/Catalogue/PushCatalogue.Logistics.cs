using WeChatPush.Protocol.Delivery;
using WeChatPush.Protocol.Logistics;
using WeChatPush.Protocol.LogisticsProvider;

namespace WeChatPush.Protocol;

public static partial class PushCatalogue
{
    private static PushInfo[] LogisticsRows =>
    [
        Row<AddExpressPath>(PushFamily.Logistics, "A parcel moved", "运单轨迹更新"),
        Row<UpdateBusinessBindResult>(PushFamily.Logistics, "The binding of an account was decided", "绑定商户审核结果"),
        Row<WxainsuranceClaimResult>(PushFamily.Logistics, "A claim was decided", "无忧退理赔结果"),
        Row<UpdateWaybillStatus>(PushFamily.Logistics, "A local delivery moved", "配送单状态更新")
            .MustAnswer<UpdateWaybillStatusReply>(),
        Row<EwaybillPushPath>(PushFamily.Logistics, "A parcel of an electronic waybill moved", "电子面单轨迹推送"),
    ];

    private static PushInfo[] LogisticsProviderRows =>
    [
        Row<CheckBiz>(PushFamily.LogisticsProvider, "Is the account right?", "审核商户").MustAnswer<CheckBizReply>(),
        Row<GetQuota>(PushFamily.LogisticsProvider, "What is left on the account?", "查询商户余额").MustAnswer<GetQuotaReply>(),
        Row<AddWaybill>(PushFamily.LogisticsProvider, "A waybill is ordered", "请求下单").MustAnswer<AddWaybillReply>(),
        Row<CancelWaybill>(PushFamily.LogisticsProvider, "A waybill is cancelled", "取消订单").MustAnswer<CancelWaybillReply>(),
        Row<AddSingleWaybill>(PushFamily.LogisticsProvider, "A single waybill is ordered", "运力下单")
            .MustAnswer<AddSingleWaybillReply>(),
        Row<QuerySingleWaybill>(PushFamily.LogisticsProvider, "How is the waybill?", "查询运单")
            .MustAnswer<QuerySingleWaybillReply>(),
        Row<QuerySingleWaybillFee>(PushFamily.LogisticsProvider, "What would it cost?", "查询标准运费")
            .MustAnswer<QuerySingleWaybillReply>(),
        Row<CancelSingleWaybill>(PushFamily.LogisticsProvider, "A single waybill is cancelled", "取消运单")
            .MustAnswer<LogisticsResultReply>(),
        Row<NotifySingleWaybillPay>(PushFamily.LogisticsProvider, "A single waybill was paid", "支付完成通知")
            .MustAnswer<LogisticsResultReply>(),
        Row<RemindWaybill>(PushFamily.LogisticsProvider, "A user asks to hurry", "用户催单").MustAnswer<RemindWaybillReply>(),
        Row<WaybillComplaint>(PushFamily.LogisticsProvider, "A user complains of a delivery", "用户投诉运单")
            .MustAnswer<LogisticsResultReply>(),
        Row<WaybillEvaluateAgent>(PushFamily.LogisticsProvider, "A user rates a courier", "给小哥评价")
            .MustAnswer<LogisticsResultReply>(),
        Row<WaybillQueryExpectTimeRange>(PushFamily.LogisticsProvider, "When can it be fetched?", "查询预约时间段")
            .MustAnswer<WaybillQueryExpectTimeRangeReply>(),
        Row<WaybillNotifyQuery>(PushFamily.LogisticsProvider, "Is the reported step true?", "反查运单状态")
            .MustAnswer<WaybillNotifyQueryReply>(),
    ];

    private static PushInfo[] DeliveryRows =>
    [
        Row<TransportPrecreateOrder>(PushFamily.Delivery, "What would a delivery cost?", "预下单")
            .MustAnswer<TransportPrecreateOrderReply>(),
        Row<TransportAddOrder>(PushFamily.Delivery, "A delivery is ordered", "下配送单").MustAnswer<TransportAddOrderReply>(),
        Row<TransportReaddOrder>(PushFamily.Delivery, "A delivery is ordered again", "重新下单")
            .MustAnswer<TransportAddOrderReply>(),
        Row<TransportPrecancelOrder>(PushFamily.Delivery, "What would cancelling cost?", "预取消订单")
            .MustAnswer<TransportCancelOrderReply>(),
        Row<TransportCancelOrder>(PushFamily.Delivery, "A delivery is cancelled", "取消配送单")
            .MustAnswer<TransportCancelOrderReply>(),
        Row<TransportQueryOrderStatus>(PushFamily.Delivery, "How is the delivery?", "查询配送单状态")
            .MustAnswer<TransportQueryOrderStatusReply>(),
        Row<TransportConfirmReturnToBiz>(PushFamily.Delivery, "The merchant has it back", "异常妥投商户收货确认")
            .MustAnswer<DeliveryResultReply>(),
        Row<TransportAddTips>(PushFamily.Delivery, "The tip is raised", "增加小费").MustAnswer<DeliveryResultReply>(),
        Row<TransportGetAgentPos>(PushFamily.Delivery, "Where is the rider?", "查询骑手位置").MustAnswer<TransportGetAgentPosReply>(),
        Row<TransportSetRiderScore>(PushFamily.Delivery, "A rider is rated", "给骑手评分").MustAnswer<DeliveryResultReply>(),
        Row<MockUpdateOrderStatus>(PushFamily.Delivery, "Play a step of a delivery", "模拟更新配送单状态")
            .MustAnswer<DeliveryResultReply>(),
        Row<GetPreAuthCode>(PushFamily.Delivery, "An account is to be bound", "获取预授权码").MustAnswer<GetPreAuthCodeReply>(),
        Row<GetAuthInfo>(PushFamily.Delivery, "Which account was bound?", "拉取授权信息").MustAnswer<GetAuthInfoReply>(),
        Row<CancelAuthAccount>(PushFamily.Delivery, "An account is let go", "取消授权帐号").MustAnswer<DeliveryResultReply>(),
    ];
}
