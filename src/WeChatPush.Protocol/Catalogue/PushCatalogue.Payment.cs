using WeChatPush.Protocol.Payment;
using WeChatPush.Protocol.Retail;
using WeChatPush.Protocol.Trade;

namespace WeChatPush.Protocol;

public static partial class PushCatalogue
{
    private static PushInfo[] TradeRows =>
    [
        Row<TradeManageRemindAccessApi>(PushFamily.Trade, "Shipping management is to be connected", "提醒接入发货信息管理"),
        Row<TradeManageRemindShipping>(PushFamily.Trade, "An order is to be shipped", "提醒上传发货信息"),
        Row<TradeManageOrderSettlement>(PushFamily.Trade, "An order will be or was settled", "订单将要结算或已经结算"),
        Row<WxaTradeControlled>(PushFamily.Trade, "Trade is controlled", "小程序交易受控"),
    ];

    private static PushInfo[] PaymentRows =>
    [
        Row<XpayGoodsDeliverNotify>(PushFamily.Payment, "Goods are to be delivered", "道具发货推送").MayAnswer<XpayReply>(),
        Row<XpayCoinPayNotify>(PushFamily.Payment, "Coins were paid for", "代币支付推送").MayAnswer<XpayReply>(),
        Row<XpaySubscribePayFailNotify>(PushFamily.Payment, "A period could not be charged", "会员订阅扣费失败推送")
            .MayAnswer<XpayReply>(),
        Row<XpayRefundNotify>(PushFamily.Payment, "A refund ended", "退款推送").MayAnswer<XpayReply>(),
        Row<XpayComplaintNotify>(PushFamily.Payment, "A user complained of a payment", "用户投诉推送").MayAnswer<XpayReply>(),
        Row<XpayWxpayCallbackNotify>(PushFamily.Payment, "A notice about the merchant account", "微信支付商户通知")
            .MayAnswer<XpayReply>(),
        Row<XpaySubscribeSigningResultNotify>(PushFamily.Payment, "A subscription was agreed or ended", "会员订阅签约/解约推送")
            .MayAnswer<XpayReply>(),
        Row<XpayAppleSubscribeSigningResultNotify>(
            PushFamily.Payment, "A subscription through Apple was agreed", "会员订阅签约推送（iOS）")
            .MayAnswer<XpayReply>(),
        Row<XpayAppleSubscribeUnsigningResultNotify>(
            PushFamily.Payment, "A subscription through Apple was ended", "会员订阅解约推送（iOS）")
            .MayAnswer<XpayReply>(),
        Row<XpaySubscribeIosRefundQueryNotify>(PushFamily.Payment, "Should Apple refund?", "iOS 退款问询推送")
            .MustAnswer<IosRefundQueryReply>(seconds: 3),
        Row<MinigameCoinDeliverCompleted>(PushFamily.Payment, "Coins of a mini game were delivered", "小游戏代币发放完成"),
    ];

    private static PushInfo[] RetailRows =>
    [
        Row<RetailPayNotify>(PushFamily.Retail, "A payment ended", "门店助手支付通知"),
        Row<RetailRefundNotify>(PushFamily.Retail, "A refund ended", "门店助手退款通知"),
    ];
}
