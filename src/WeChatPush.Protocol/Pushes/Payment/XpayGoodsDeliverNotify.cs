namespace WeChatPush.Protocol.Payment;

/// <summary>
/// Goods of a virtual payment are to be delivered. To answer it with success is to say that they were.
/// </summary>
public sealed record XpayGoodsDeliverNotify : XpayOrderPush, ITypedPush<XpayGoodsDeliverNotify>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public XpayGoodsDeliverNotify()
    {
    }

    private XpayGoodsDeliverNotify(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        GoodsInfo = fields.Object("GoodsInfo", XpayGoodsInfo.Read);
        AppleSubscriptionInfo = fields.Object("AppleSubscriptionInfo", XpayAppleSubscriptionInfo.Read);
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("xpay_goods_deliver_notify");

    /// <summary>What was bought.</summary>
    public XpayGoodsInfo? GoodsInfo { get; init; }

    /// <summary>The subscription through Apple; null if it is none.</summary>
    public XpayAppleSubscriptionInfo? AppleSubscriptionInfo { get; init; }

    /// <inheritdoc/>
    public static XpayGoodsDeliverNotify Read(PushMessage message) => new(message);
}
