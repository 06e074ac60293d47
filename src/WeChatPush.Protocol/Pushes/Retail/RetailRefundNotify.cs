namespace WeChatPush.Protocol.Retail;

/// <summary>A refund of the store assistant ended.</summary>
public sealed record RetailRefundNotify : RetailPush, ITypedPush<RetailRefundNotify>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public RetailRefundNotify()
    {
    }

    private RetailRefundNotify(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        OutRefundNo = fields.Text("out_refund_no");
        RefundId = fields.Text("refund_id");
        RefundAmount = fields.Int64("refund_amount");
        OrderAmount = fields.Int64("order_amount");
        RefundFrom = fields.Text("refund_from");
        RefundReason = fields.Text("refund_reason");
        RequestTime = fields.Text("create_time");
        RefundTime = fields.Text("refund_time");
        RefundStatus = fields.Text("refund_status");
        WxpayRefundId = fields.Text("wxpay_refund_id");
        PayChannel = fields.Int32("pay_channel");
        RefundDesc = fields.Text("refund_desc");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("retail_refund_notify");

    /// <summary>Your own number of the refund.</summary>
    public string OutRefundNo { get; init; } = "";

    /// <summary>WeChat's number of the refund.</summary>
    public string RefundId { get; init; } = "";

    /// <summary>How much is refunded, in fen.</summary>
    public long RefundAmount { get; init; }

    /// <summary>The order's amount, in fen.</summary>
    public long OrderAmount { get; init; }

    /// <summary>
    /// Who asked for it: a name as <c>REFUND_FROM_USER</c> in WeChat's sample, a digit in its table.
    /// </summary>
    public string RefundFrom { get; init; } = "";

    /// <summary>
    /// Why: a name as <c>REFUND_REASON_WILLING</c> in WeChat's sample, a digit from 1 to 5 in its table.
    /// </summary>
    public string RefundReason { get; init; } = "";

    /// <summary>When it was asked for, as WeChat writes it: <c>2025-03-05 17:50:50</c>.</summary>
    public string RequestTime { get; init; } = "";

    /// <summary>When the money was back, in the same form.</summary>
    public string RefundTime { get; init; } = "";

    /// <summary><c>REFUND_SUCC</c>.</summary>
    public string RefundStatus { get; init; } = "";

    /// <summary>WeChat Pay's number of the refund.</summary>
    public string WxpayRefundId { get; init; } = "";

    /// <summary>How the order was paid, as the page numbers it.</summary>
    public int PayChannel { get; init; }

    /// <summary>A remark.</summary>
    public string RefundDesc { get; init; } = "";

    /// <inheritdoc/>
    public static RetailRefundNotify Read(PushMessage message) => new(message);
}
