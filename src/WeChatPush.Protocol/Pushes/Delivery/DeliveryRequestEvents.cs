namespace WeChatPush.Protocol.Delivery;

/// <summary>What would this delivery cost (page immediateDelivery.onOrderPreAdd)?</summary>
public sealed record TransportPrecreateOrder : DeliveryRequestPush, ITypedPush<TransportPrecreateOrder>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public TransportPrecreateOrder()
    {
    }

    private TransportPrecreateOrder(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("transport_precreate_order");

    /// <inheritdoc/>
    public static TransportPrecreateOrder Read(PushMessage message) => new(message);
}

/// <summary>A delivery is ordered (page immediateDelivery.onOrderAdd).</summary>
public sealed record TransportAddOrder : PlacedDeliveryPush, ITypedPush<TransportAddOrder>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public TransportAddOrder()
    {
    }

    private TransportAddOrder(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("transport_add_order");

    /// <inheritdoc/>
    public static TransportAddOrder Read(PushMessage message) => new(message);
}

/// <summary>A delivery that was cancelled or failed is ordered again (page immediateDelivery.onOrderReAdd).</summary>
public sealed record TransportReaddOrder : PlacedDeliveryPush, ITypedPush<TransportReaddOrder>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public TransportReaddOrder()
    {
    }

    private TransportReaddOrder(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("transport_readd_order");

    /// <inheritdoc/>
    public static TransportReaddOrder Read(PushMessage message) => new(message);
}
