namespace WeChatPush.Protocol.LogisticsProvider;

/// <summary>A user looks at a single waybill (page 查询运单).</summary>
public sealed record QuerySingleWaybill : PlacedWaybillPush, ITypedPush<QuerySingleWaybill>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public QuerySingleWaybill()
    {
    }

    private QuerySingleWaybill(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("query_single_waybill");

    /// <inheritdoc/>
    public static QuerySingleWaybill Read(PushMessage message) => new(message);
}

/// <summary>A user cancels a single waybill (page 取消订单).</summary>
public sealed record CancelSingleWaybill : PlacedWaybillPush, ITypedPush<CancelSingleWaybill>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public CancelSingleWaybill()
    {
    }

    private CancelSingleWaybill(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        CancelId = fields.Int32("CancelID");
        CancelReason = fields.Text("CancelReason");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("cancel_single_waybill");

    /// <summary>
    /// 1: does not want to send it; 2: ordered the wrong thing; 3: ordered twice; 4: too dear; 5: no courier came; 6: too
    /// slow; 7: unfriendly; 8: another reason.
    /// </summary>
    public int CancelId { get; init; }

    /// <summary>The reason in words.</summary>
    public string CancelReason { get; init; } = "";

    /// <inheritdoc/>
    public static CancelSingleWaybill Read(PushMessage message) => new(message);
}

/// <summary>A user paid for a single waybill (page 支付完成通知).</summary>
public sealed record NotifySingleWaybillPay : PlacedWaybillPush, ITypedPush<NotifySingleWaybillPay>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public NotifySingleWaybillPay()
    {
    }

    private NotifySingleWaybillPay(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        Fee = fields.Int64("Fee");
        OriginalFee = fields.Int64("OriginalFee");
        PayOrderId = fields.Text("PayOrderId");
        PayFinishTime = fields.Int64("PayFinishTime");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("notify_single_waybill_pay");

    /// <summary>What was paid, in fen.</summary>
    public long Fee { get; init; }

    /// <summary>The price before discounts, in fen.</summary>
    public long OriginalFee { get; init; }

    /// <summary>The number of the payment.</summary>
    public string PayOrderId { get; init; } = "";

    /// <summary>When it was paid, in Unix seconds.</summary>
    public long PayFinishTime { get; init; }

    /// <inheritdoc/>
    public static NotifySingleWaybillPay Read(PushMessage message) => new(message);
}

/// <summary>A user asks to hurry (page 用户催单).</summary>
public sealed record RemindWaybill : SingleWaybillPush, ITypedPush<RemindWaybill>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public RemindWaybill()
    {
    }

    private RemindWaybill(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("remind_waybill");

    /// <inheritdoc/>
    public static RemindWaybill Read(PushMessage message) => new(message);
}
