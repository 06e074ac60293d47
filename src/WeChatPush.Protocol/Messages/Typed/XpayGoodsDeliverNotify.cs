using System.Text.Json;

namespace WeChatPush.Protocol;

/// <summary>
/// Goods of a virtual payment are to be delivered (page 虚拟支付). To answer it with success is to say that they
/// were.
/// </summary>
public sealed record XpayGoodsDeliverNotify : TypedPush, ITypedPush<XpayGoodsDeliverNotify>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public XpayGoodsDeliverNotify()
    {
    }

    private XpayGoodsDeliverNotify(PushMessage message)
        : base(message)
    {
        OpenId = message.Json.Text("OpenId");
        OutTradeNo = message.Json.Text("OutTradeNo");
        Env = message.Json.Int32("Env");
        WeChatPayInfo = message.Json.Find("WeChatPayInfo") is { ValueKind: JsonValueKind.Object } pay
            ? new XpayWeChatPayInfo(pay.Text("MchOrderNo"), pay.Text("TransactionId"), pay.Int64("PaidTime"))
            : null;
        GoodsInfo = message.Json.Find("GoodsInfo") is { ValueKind: JsonValueKind.Object } goods
            ? new XpayGoodsInfo(
                goods.Text("ProductId"),
                goods.Int64("Quantity"),
                goods.Int64("OrigPrice"),
                goods.Int64("ActualPrice"),
                goods.Text("Attach"))
            : null;
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("xpay_goods_deliver_notify");

    /// <summary>The paying user. <see cref="TypedPush.FromUserName"/> is an account of WeChat's.</summary>
    public string OpenId { get; init; } = "";

    /// <summary>Your own order number.</summary>
    public string OutTradeNo { get; init; } = "";

    /// <summary>0: live; 1: sandbox.</summary>
    public int Env { get; init; }

    /// <summary>The payment; null if there was none through WeChat Pay.</summary>
    public XpayWeChatPayInfo? WeChatPayInfo { get; init; }

    /// <summary>What was bought.</summary>
    public XpayGoodsInfo? GoodsInfo { get; init; }

    /// <inheritdoc/>
    public static XpayGoodsDeliverNotify Read(PushMessage message) => new(message);
}

/// <summary>The payment of a virtual order.</summary>
/// <param name="MchOrderNo">The order number at the merchant account.</param>
/// <param name="TransactionId">WeChat Pay's number of the transaction.</param>
/// <param name="PaidTime">When it was paid, in Unix seconds.</param>
public sealed record XpayWeChatPayInfo(string MchOrderNo, string TransactionId, long PaidTime);

/// <summary>The goods of a virtual order.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="Quantity">How many.</param>
/// <param name="OrigPrice">The price before discounts, in fen.</param>
/// <param name="ActualPrice">The price that was paid, in fen.</param>
/// <param name="Attach">What the order was given to carry along.</param>
public sealed record XpayGoodsInfo(string ProductId, long Quantity, long OrigPrice, long ActualPrice, string Attach);
