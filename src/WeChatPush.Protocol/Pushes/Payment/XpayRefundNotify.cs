namespace WeChatPush.Protocol.Payment;

/// <summary>A refund of a virtual payment ended (page 虚拟支付).</summary>
public sealed record XpayRefundNotify : TypedPush, ITypedPush<XpayRefundNotify>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public XpayRefundNotify()
    {
    }

    private XpayRefundNotify(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        OpenId = fields.Text("OpenId");
        WxRefundId = fields.Text("WxRefundId");
        MchRefundId = fields.Text("MchRefundId");
        WxOrderId = fields.Text("WxOrderId");
        MchOrderId = fields.Text("MchOrderId");
        RefundFee = fields.Int64("RefundFee");
        RetCode = fields.Int32("RetCode");
        RetMsg = fields.Text("RetMsg");
        RefundStartTimestamp = fields.Int64("RefundStartTimestamp");
        RefundSuccTimestamp = fields.Int64("RefundSuccTimestamp");
        WxpayRefundTransactionId = fields.Text("WxpayRefundTransactionId");
        RetryTimes = fields.Int32("RetryTimes");
        TeamInfo = fields.Object("TeamInfo", XpayTeamInfo.Read);
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("xpay_refund_notify");

    /// <summary>The user who is refunded.</summary>
    public string OpenId { get; init; } = "";

    /// <summary>WeChat's number of the refund.</summary>
    public string WxRefundId { get; init; } = "";

    /// <summary>Your own number of the refund.</summary>
    public string MchRefundId { get; init; } = "";

    /// <summary>WeChat's number of the order.</summary>
    public string WxOrderId { get; init; } = "";

    /// <summary>Your own number of the order.</summary>
    public string MchOrderId { get; init; } = "";

    /// <summary>How much, in fen.</summary>
    public long RefundFee { get; init; }

    /// <summary>0: refunded.</summary>
    public int RetCode { get; init; }

    /// <summary>Why not, in words.</summary>
    public string RetMsg { get; init; } = "";

    /// <summary>When it began, in Unix seconds.</summary>
    public long RefundStartTimestamp { get; init; }

    /// <summary>When the money was back, in Unix seconds.</summary>
    public long RefundSuccTimestamp { get; init; }

    /// <summary>WeChat Pay's number of the refund.</summary>
    public string WxpayRefundTransactionId { get; init; } = "";

    /// <summary>Which try of this push it is, from 0.</summary>
    public int RetryTimes { get; init; }

    /// <summary>The group purchase; null if it was none.</summary>
    public XpayTeamInfo? TeamInfo { get; init; }

    /// <inheritdoc/>
    public static XpayRefundNotify Read(PushMessage message) => new(message);
}
