namespace WeChatPush.Protocol.Shop;

/// <summary>An order was paid through the payment service (page 小程序支付管理服务).</summary>
public sealed record FundsOrderPay : TypedPush, ITypedPush<FundsOrderPay>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public FundsOrderPay()
    {
    }

    private FundsOrderPay(PushMessage message)
        : base(message)
    {
        var fields = message.Json.Inside("order_info");
        TradeNo = fields.Text("trade_no");
        TransactionId = fields.Text("transaction_id");
        PayTime = fields.Text("pay_time");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("funds_order_pay");

    /// <summary>Your own number of the order.</summary>
    public string TradeNo { get; init; } = "";

    /// <summary>WeChat Pay's number of it.</summary>
    public string TransactionId { get; init; } = "";

    /// <summary>When, as <c>2021-12-30 22:31:00</c>.</summary>
    public string PayTime { get; init; } = "";

    /// <inheritdoc/>
    public static FundsOrderPay Read(PushMessage message) => new(message);
}

/// <summary>A refund through the payment service ended (page 小程序支付管理服务).</summary>
public sealed record FundsOrderRefund : TypedPush, ITypedPush<FundsOrderRefund>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public FundsOrderRefund()
    {
    }

    private FundsOrderRefund(PushMessage message)
        : base(message)
    {
        var fields = message.Json.Inside("order_info");
        RefundNo = fields.Text("refund_no");
        Status = fields.Text("status");
        SuccessTime = fields.Text("success_time");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("funds_order_refund");

    /// <summary>Your own number of the refund.</summary>
    public string RefundNo { get; init; } = "";

    /// <summary><c>SUCCESS</c>, or why not.</summary>
    public string Status { get; init; } = "";

    /// <summary>When, as <c>2021-12-30 22:31:00</c>.</summary>
    public string SuccessTime { get; init; } = "";

    /// <inheritdoc/>
    public static FundsOrderRefund Read(PushMessage message) => new(message);
}

/// <summary>The profit of an order was shared (page 小程序支付管理服务).</summary>
public sealed record FundsOrderProfitsharing : TypedPush, ITypedPush<FundsOrderProfitsharing>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public FundsOrderProfitsharing()
    {
    }

    private FundsOrderProfitsharing(PushMessage message)
        : base(message)
    {
        var fields = message.Json.Inside("order_info");
        ProfitSharingNo = fields.Text("profit_sharing_no");
        Amount = fields.Int64("amount");
        Result = fields.Text("result");
        FinishTime = fields.Text("finish_time");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("funds_order_profitsharing");

    /// <summary>Your own number of it.</summary>
    public string ProfitSharingNo { get; init; } = "";

    /// <summary>How much, in fen.</summary>
    public long Amount { get; init; }

    /// <summary><c>SUCCESS</c>, or why not.</summary>
    public string Result { get; init; } = "";

    /// <summary>When, as <c>2021-12-30 22:31:00</c>.</summary>
    public string FinishTime { get; init; } = "";

    /// <inheritdoc/>
    public static FundsOrderProfitsharing Read(PushMessage message) => new(message);
}
