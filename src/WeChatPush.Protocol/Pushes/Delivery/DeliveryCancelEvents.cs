namespace WeChatPush.Protocol.Delivery;

/// <summary>A merchant cancels a delivery, or wants to know what that would cost.</summary>
public abstract record DeliveryCancelPush : DeliveryOrderPush
{
    private protected DeliveryCancelPush()
    {
    }

    private protected DeliveryCancelPush(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        CancelReasonId = fields.Int32("cancel_reason_id");
        CancelReason = fields.Text("cancel_reason");
    }

    /// <summary>
    /// 1: not needed for now; 2: the price; 3: something in the order is wrong, it is ordered again; 4: the rider did not
    /// come; 5: the rider did not arrive; 6: another reason.
    /// </summary>
    public int CancelReasonId { get; init; }

    /// <summary>The other reason in words.</summary>
    public string CancelReason { get; init; } = "";
}

/// <summary>
/// Can the delivery be cancelled, and what would it cost (page immediateDelivery.onOrderPreCancel)?
/// </summary>
public sealed record TransportPrecancelOrder : DeliveryCancelPush, ITypedPush<TransportPrecancelOrder>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public TransportPrecancelOrder()
    {
    }

    private TransportPrecancelOrder(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("transport_precancel_order");

    /// <inheritdoc/>
    public static TransportPrecancelOrder Read(PushMessage message) => new(message);
}

/// <summary>The delivery is cancelled (page immediateDelivery.onOrderCancel).</summary>
public sealed record TransportCancelOrder : DeliveryCancelPush, ITypedPush<TransportCancelOrder>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public TransportCancelOrder()
    {
    }

    private TransportCancelOrder(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("transport_cancel_order");

    /// <inheritdoc/>
    public static TransportCancelOrder Read(PushMessage message) => new(message);
}
