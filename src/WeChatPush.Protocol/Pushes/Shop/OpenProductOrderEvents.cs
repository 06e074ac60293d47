namespace WeChatPush.Protocol.Shop;

/// <summary>Something about an order of the shop component (page 自定义交易组件: 订单回调).</summary>
public abstract record OpenProductOrderPush : TypedPush
{
    private protected OpenProductOrderPush()
    {
    }

    private protected OpenProductOrderPush(PushMessage message)
        : base(message)
    {
        var fields = message.Json.Inside("order_info");
        OrderId = fields.Text("order_id");
        OutOrderId = fields.Text("out_order_id");
        OpenId = fields.Text("openid");
    }

    /// <summary>WeChat's number of the order, 64 bits as text.</summary>
    public string OrderId { get; init; } = "";

    /// <summary>Your own number of it.</summary>
    public string OutOrderId { get; init; } = "";

    /// <summary>The buyer.</summary>
    public string OpenId { get; init; } = "";
}

/// <summary>The order was paid.</summary>
public sealed record OpenProductOrderPay : OpenProductOrderPush, ITypedPush<OpenProductOrderPay>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public OpenProductOrderPay()
    {
    }

    private OpenProductOrderPay(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("open_product_order_pay");

    /// <inheritdoc/>
    public static OpenProductOrderPay Read(PushMessage message) => new(message);
}

/// <summary>The order was cancelled.</summary>
public sealed record OpenProductOrderCancel : OpenProductOrderPush, ITypedPush<OpenProductOrderCancel>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public OpenProductOrderCancel()
    {
    }

    private OpenProductOrderCancel(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("open_product_order_cancel");

    /// <inheritdoc/>
    public static OpenProductOrderCancel Read(PushMessage message) => new(message);
}

/// <summary>The buyer said that the goods have arrived.</summary>
public sealed record OpenProductOrderConfirm : OpenProductOrderPush, ITypedPush<OpenProductOrderConfirm>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public OpenProductOrderConfirm()
    {
    }

    private OpenProductOrderConfirm(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("open_product_order_confirm");

    /// <inheritdoc/>
    public static OpenProductOrderConfirm Read(PushMessage message) => new(message);
}

/// <summary>The money of the order was settled.</summary>
public sealed record OpenProductOrderSettle : OpenProductOrderPush, ITypedPush<OpenProductOrderSettle>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public OpenProductOrderSettle()
    {
    }

    private OpenProductOrderSettle(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("open_product_order_settle");

    /// <inheritdoc/>
    public static OpenProductOrderSettle Read(PushMessage message) => new(message);
}

/// <summary>The order was refunded.</summary>
public sealed record OpenProductOrderRefund : OpenProductOrderPush, ITypedPush<OpenProductOrderRefund>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public OpenProductOrderRefund()
    {
    }

    private OpenProductOrderRefund(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("open_product_order_refund");

    /// <inheritdoc/>
    public static OpenProductOrderRefund Read(PushMessage message) => new(message);
}

/// <summary>It was found out where the order came from.</summary>
public sealed record OpenProductOrderAnalyze : OpenProductOrderPush, ITypedPush<OpenProductOrderAnalyze>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public OpenProductOrderAnalyze()
    {
    }

    private OpenProductOrderAnalyze(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("open_product_order_analyze");

    /// <inheritdoc/>
    public static OpenProductOrderAnalyze Read(PushMessage message) => new(message);
}
