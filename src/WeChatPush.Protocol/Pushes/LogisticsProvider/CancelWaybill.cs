namespace WeChatPush.Protocol.LogisticsProvider;

/// <summary>A merchant cancels a waybill (page logistics.onCancelOrder).</summary>
public sealed record CancelWaybill : ProviderBizPush, ITypedPush<CancelWaybill>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public CancelWaybill()
    {
    }

    private CancelWaybill(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        OrderId = fields.Text("OrderID");
        WayBillId = fields.Text("WayBillID");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("cancel_waybill");

    /// <summary>The merchant's number of the order.</summary>
    public string OrderId { get; init; } = "";

    /// <summary>The waybill.</summary>
    public string WayBillId { get; init; } = "";

    /// <inheritdoc/>
    public static CancelWaybill Read(PushMessage message) => new(message);
}
