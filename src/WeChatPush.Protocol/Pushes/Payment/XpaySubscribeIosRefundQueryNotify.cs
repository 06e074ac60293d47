namespace WeChatPush.Protocol.Payment;

/// <summary>
/// Apple asks whether to refund a subscription (page 会员订阅：iOS). To be answered within 3 seconds by
/// <see cref="IosRefundQueryReply"/>, and asked three times; after that Apple gets the answer that this is unknown.
/// </summary>
public sealed record XpaySubscribeIosRefundQueryNotify : TypedPush, ITypedPush<XpaySubscribeIosRefundQueryNotify>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public XpaySubscribeIosRefundQueryNotify()
    {
    }

    private XpaySubscribeIosRefundQueryNotify(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        RefundTime = fields.Int64("refund_time");
        OrderTime = fields.Int64("order_time");
        ChannelBill = fields.Text("channel_bill");
        BundleId = fields.Text("bundleid");
        ProductId = fields.Text("product_id");
        Quantity = fields.Int32("p_count");
        RefundRequestReason = fields.Text("refund_request_reason");
        ProvideStatus = fields.Int32("provide_status");
        PayOrderId = fields.Text("pay_order_id");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("xpay_subscribe_ios_refund_query_notify");

    /// <summary>When the user asked for it, in Unix seconds.</summary>
    public long RefundTime { get; init; }

    /// <summary>When it was bought, in Unix seconds.</summary>
    public long OrderTime { get; init; }

    /// <summary>Apple's number of the transaction.</summary>
    public string ChannelBill { get; init; } = "";

    /// <summary>The app it was bought in.</summary>
    public string BundleId { get; init; } = "";

    /// <summary>The product.</summary>
    public string ProductId { get; init; } = "";

    /// <summary>How many.</summary>
    public int Quantity { get; init; }

    /// <summary>The user's reason, as Apple names it.</summary>
    public string RefundRequestReason { get; init; } = "";

    /// <summary>0, 1 or 2: whether it was provided, as the page numbers it.</summary>
    public int ProvideStatus { get; init; }

    /// <summary>WeChat's number of the order.</summary>
    public string PayOrderId { get; init; } = "";

    /// <inheritdoc/>
    public static XpaySubscribeIosRefundQueryNotify Read(PushMessage message) => new(message);
}
