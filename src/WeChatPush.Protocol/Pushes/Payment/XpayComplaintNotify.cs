namespace WeChatPush.Protocol.Payment;

/// <summary>A user complained of a virtual payment (page 虚拟支付).</summary>
public sealed record XpayComplaintNotify : TypedPush, ITypedPush<XpayComplaintNotify>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public XpayComplaintNotify()
    {
    }

    private XpayComplaintNotify(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        OpenId = fields.Text("OpenId");
        WxOrderId = fields.Text("WxOrderId");
        MchOrderId = fields.Text("MchOrderId");
        TransactionId = fields.Text("TransactionId");
        ComplaintId = fields.Text("ComplaintId");
        ComplaintDetail = fields.Text("ComplaintDetail");
        ComplaintTime = fields.Text("ComplaintTime");
        RetryTimes = fields.Int32("RetryTimes");
        RequestId = fields.Text("RequestId");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("xpay_complaint_notify");

    /// <summary>The user.</summary>
    public string OpenId { get; init; } = "";

    /// <summary>WeChat's number of the order.</summary>
    public string WxOrderId { get; init; } = "";

    /// <summary>Your own number of the order.</summary>
    public string MchOrderId { get; init; } = "";

    /// <summary>WeChat Pay's number of the transaction.</summary>
    public string TransactionId { get; init; } = "";

    /// <summary>The complaint.</summary>
    public string ComplaintId { get; init; } = "";

    /// <summary>What the user wrote.</summary>
    public string ComplaintDetail { get; init; } = "";

    /// <summary>When, as WeChat writes it.</summary>
    public string ComplaintTime { get; init; } = "";

    /// <summary>Which try of this push it is, from 0.</summary>
    public int RetryTimes { get; init; }

    /// <summary>WeChat's number of the notice.</summary>
    public string RequestId { get; init; } = "";

    /// <inheritdoc/>
    public static XpayComplaintNotify Read(PushMessage message) => new(message);
}
