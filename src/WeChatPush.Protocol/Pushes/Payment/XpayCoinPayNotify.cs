namespace WeChatPush.Protocol.Payment;

/// <summary>Coins were bought.</summary>
public sealed record XpayCoinPayNotify : XpayOrderPush, ITypedPush<XpayCoinPayNotify>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public XpayCoinPayNotify()
    {
    }

    private XpayCoinPayNotify(PushMessage message)
        : base(message)
    {
        CoinInfo = message.Json.Object("CoinInfo", XpayCoinInfo.Read);
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("xpay_coin_pay_notify");

    /// <summary>How many, and the price.</summary>
    public XpayCoinInfo? CoinInfo { get; init; }

    /// <inheritdoc/>
    public static XpayCoinPayNotify Read(PushMessage message) => new(message);
}
