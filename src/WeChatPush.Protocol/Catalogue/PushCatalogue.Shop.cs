using WeChatPush.Protocol.Shop;

namespace WeChatPush.Protocol;

public static partial class PushCatalogue
{
    private static PushInfo[] ShopRows =>
    [
        Row<OpenProductSpuAudit>(PushFamily.Shop, "A product was examined", "商品审核结果"),
        Row<OpenProductSpuStatusUpdate>(PushFamily.Shop, "A product was put up or taken down", "商品上下架"),
        Row<OpenProductCategoryAudit>(PushFamily.Shop, "A category was examined", "类目审核结果"),
        Row<OpenProductBrandAudit>(PushFamily.Shop, "A brand was examined", "品牌审核结果"),
        Row<OpenProductAccountRegister>(PushFamily.Shop, "The shop component was applied for", "开通交易组件结果"),
        Row<OpenProductSceneGroupAudit>(PushFamily.Shop, "A scene was examined", "场景审核结果"),
        Row<OpenProductOrderPay>(PushFamily.Shop, "An order was paid", "订单支付"),
        Row<OpenProductOrderCancel>(PushFamily.Shop, "An order was cancelled", "订单取消"),
        Row<OpenProductOrderConfirm>(PushFamily.Shop, "An order was received", "订单确认收货"),
        Row<OpenProductOrderSettle>(PushFamily.Shop, "An order was settled", "订单结算"),
        Row<OpenProductOrderRefund>(PushFamily.Shop, "An order was refunded", "订单退款"),
        Row<OpenProductOrderAnalyze>(PushFamily.Shop, "An order was counted", "订单归因"),
        Row<OpenProductReceiveCoupon>(PushFamily.Shop, "A user takes a coupon", "用户领券")
            .MustAnswer<OpenProductReceiveCouponReply>(),
        Row<AftersaleNewOrder>(PushFamily.Shop, "A request was made", "用户提交售后"),
        Row<AftersaleUpdateOrder>(PushFamily.Shop, "A request was changed", "用户修改售后"),
        Row<AftersaleUserCancel>(PushFamily.Shop, "A request was taken back", "用户取消售后"),
        Row<AftersaleRefundSuccess>(PushFamily.Shop, "A request was refunded", "售后退款成功"),
        Row<AftersaleWaitMerchantConfirmReceipt>(PushFamily.Shop, "A return is on its way", "待商家确认收货"),
        Row<AftersaleWaitMerchantOfflineRefund>(PushFamily.Shop, "A refund by hand is due", "待商家线下退款"),
        Row<AftersaleUserModifyReturnInfo>(PushFamily.Shop, "The return's waybill was changed", "用户修改退货物流"),
        Row<AftersaleUserConfirmRefundCertificate>(PushFamily.Shop, "The refund was confirmed", "用户确认退款凭证"),
        Row<AftersaleMerchantHandleRefundOverdue>(PushFamily.Shop, "A refund is overdue", "商家处理退款超时"),
        Row<AftersaleMerchantHandleReturnOverdue>(PushFamily.Shop, "A return is overdue", "商家处理退货超时"),
        Row<AftersaleMerchantConfirmReceiptOverdue>(PushFamily.Shop, "A receipt is overdue", "商家确认收货超时"),
        Row<AftersaleUserUploadReturnInfoOverdue>(PushFamily.Shop, "A return's waybill is overdue", "用户上传退货物流超时"),
        Row<AftersaleUserApplyPlatformJudgeOverdue>(PushFamily.Shop, "An appeal is overdue", "用户申请平台介入超时"),
        Row<AftersaleComplaintUpdateOrderState>(PushFamily.Shop, "A dispute changed the request", "纠纷更新售后单状态"),
        Row<ComplaintNotify>(PushFamily.Shop, "A dispute moved", "纠纷回调"),
        Row<WithdrawNotify>(PushFamily.Shop, "A withdrawal moved", "提现回调"),
        Row<FundsOrderPay>(PushFamily.Shop, "An order was paid", "支付成功"),
        Row<FundsOrderRefund>(PushFamily.Shop, "An order was refunded", "退款结果"),
        Row<FundsOrderProfitsharing>(PushFamily.Shop, "A profit was shared", "分账结果"),
        Row<MiniprogramSharerAction>(PushFamily.Shop, "A user followed a sharer", "分享员行为"),
        Row<MiniprogramSharerBindStatusChange>(PushFamily.Shop, "A sharer came or went", "分享员绑定状态变更"),
    ];
}
