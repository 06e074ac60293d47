namespace WeChatPush.Protocol.Payment;

/// <summary>A period of a subscription could not be charged (page 会员订阅：安卓/鸿蒙).</summary>
public sealed record XpaySubscribePayFailNotify : XpayOrderPush, ITypedPush<XpaySubscribePayFailNotify>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public XpaySubscribePayFailNotify()
    {
    }

    private XpaySubscribePayFailNotify(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        GoodsInfo = fields.Object("GoodsInfo", XpayGoodsInfo.Read);
        ContractWxAppId = fields.Text("ContractWxAppid");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("xpay_subscribe_pay_fail_notify");

    /// <summary>What was to be paid for.</summary>
    public XpayGoodsInfo? GoodsInfo { get; init; }

    /// <summary>The mini program the contract was made in.</summary>
    public string ContractWxAppId { get; init; } = "";

    /// <inheritdoc/>
    public static XpaySubscribePayFailNotify Read(PushMessage message) => new(message);
}
