using static WeChatPush.Protocol.PushFamily;

namespace WeChatPush.Protocol;

public static partial class PushCatalogue
{
    private static PushInfo[] ShopRows =>
    [
        Row<OpenProductSpuAudit>(Shop, "A product was examined", "商品审核结果"),
        Row<OpenProductSpuStatusUpdate>(Shop, "A product was put up or taken down", "商品上下架"),
        Row<OpenProductCategoryAudit>(Shop, "A category was examined", "类目审核结果"),
        Row<OpenProductBrandAudit>(Shop, "A brand was examined", "品牌审核结果"),
        Row<OpenProductAccountRegister>(Shop, "The shop component was applied for", "开通交易组件结果"),
        Row<OpenProductSceneGroupAudit>(Shop, "A scene was examined", "场景审核结果"),
        Row<OpenProductOrderPay>(Shop, "An order was paid", "订单支付"),
        Row<OpenProductOrderCancel>(Shop, "An order was cancelled", "订单取消"),
        Row<OpenProductOrderConfirm>(Shop, "An order was received", "订单确认收货"),
        Row<OpenProductOrderSettle>(Shop, "An order was settled", "订单结算"),
        Row<OpenProductOrderRefund>(Shop, "An order was refunded", "订单退款"),
        Row<OpenProductOrderAnalyze>(Shop, "An order was counted", "订单归因"),
        Row<OpenProductReceiveCoupon>(Shop, "A user takes a coupon", "用户领券")
            .MustAnswer<OpenProductReceiveCouponReply>(),
        Row<AftersaleNewOrder>(Shop, "A request was made", "用户提交售后"),
        Row<AftersaleUpdateOrder>(Shop, "A request was changed", "用户修改售后"),
        Row<AftersaleUserCancel>(Shop, "A request was taken back", "用户取消售后"),
        Row<AftersaleRefundSuccess>(Shop, "A request was refunded", "售后退款成功"),
        Row<AftersaleWaitMerchantConfirmReceipt>(Shop, "A return is on its way", "待商家确认收货"),
        Row<AftersaleWaitMerchantOfflineRefund>(Shop, "A refund by hand is due", "待商家线下退款"),
        Row<AftersaleUserModifyReturnInfo>(Shop, "The return's waybill was changed", "用户修改退货物流"),
        Row<AftersaleUserConfirmRefundCertificate>(Shop, "The refund was confirmed", "用户确认退款凭证"),
        Row<AftersaleMerchantHandleRefundOverdue>(Shop, "A refund is overdue", "商家处理退款超时"),
        Row<AftersaleMerchantHandleReturnOverdue>(Shop, "A return is overdue", "商家处理退货超时"),
        Row<AftersaleMerchantConfirmReceiptOverdue>(Shop, "A receipt is overdue", "商家确认收货超时"),
        Row<AftersaleUserUploadReturnInfoOverdue>(Shop, "A return's waybill is overdue", "用户上传退货物流超时"),
        Row<AftersaleUserApplyPlatformJudgeOverdue>(Shop, "An appeal is overdue", "用户申请平台介入超时"),
        Row<AftersaleComplaintUpdateOrderState>(Shop, "A dispute changed the request", "纠纷更新售后单状态"),
        Row<ComplaintNotify>(Shop, "A dispute moved", "纠纷回调"),
        Row<WithdrawNotify>(Shop, "A withdrawal moved", "提现回调"),
        Row<FundsOrderPay>(Shop, "An order was paid", "支付成功"),
        Row<FundsOrderRefund>(Shop, "An order was refunded", "退款结果"),
        Row<FundsOrderProfitsharing>(Shop, "A profit was shared", "分账结果"),
        Row<MiniprogramSharerAction>(Shop, "A user followed a sharer", "分享员行为"),
        Row<MiniprogramSharerBindStatusChange>(Shop, "A sharer came or went", "分享员绑定状态变更"),
    ];
}
