using WeChatPush.Protocol.Logistics;

namespace WeChatPush.Protocol.Delivery;

/// <summary>How is the delivery (page immediateDelivery.onOrderQuery)?</summary>
public sealed record TransportQueryOrderStatus : DeliveryOrderPush, ITypedPush<TransportQueryOrderStatus>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public TransportQueryOrderStatus()
    {
    }

    private TransportQueryOrderStatus(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("transport_query_order_status");

    /// <inheritdoc/>
    public static TransportQueryOrderStatus Read(PushMessage message) => new(message);
}

/// <summary>
/// The merchant has the goods back that could not be delivered (page immediateDelivery.onOrderConfirmReturn).
/// </summary>
public sealed record TransportConfirmReturnToBiz : DeliveryOrderPush, ITypedPush<TransportConfirmReturnToBiz>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public TransportConfirmReturnToBiz()
    {
    }

    private TransportConfirmReturnToBiz(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("transport_confirm_return_to_biz");

    /// <inheritdoc/>
    public static TransportConfirmReturnToBiz Read(PushMessage message) => new(message);
}

/// <summary>
/// The merchant raises the tip while no rider has taken the order (page immediateDelivery.onOrderAddTips).
/// </summary>
public sealed record TransportAddTips : DeliveryOrderPush, ITypedPush<TransportAddTips>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public TransportAddTips()
    {
    }

    private TransportAddTips(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        Tips = fields.Decimal("tips");
        Remark = fields.Text("remark");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("transport_add_tips");

    /// <summary>The tip, in yuan.</summary>
    public decimal Tips { get; init; }

    /// <summary>A remark.</summary>
    public string Remark { get; init; } = "";

    /// <inheritdoc/>
    public static TransportAddTips Read(PushMessage message) => new(message);
}

/// <summary>
/// A merchant who is developing asks for a step of a delivery that is not real (page
/// immediateDelivery.onMockUpdateOrder).
/// </summary>
public sealed record MockUpdateOrderStatus : DeliveryOrderPush, ITypedPush<MockUpdateOrderStatus>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public MockUpdateOrderStatus()
    {
    }

    private MockUpdateOrderStatus(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        OrderStatus = fields.Int32("order_status");
        ActionTime = fields.Int64("action_time");
        ActionMsg = fields.Text("action_msg");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("mock_update_order_status");

    /// <summary>The step to play; numbered as in <see cref="UpdateWaybillStatus.OrderStatus"/>.</summary>
    public int OrderStatus { get; init; }

    /// <summary>When it is to have happened, in Unix seconds.</summary>
    public long ActionTime { get; init; }

    /// <summary>The step in words.</summary>
    public string ActionMsg { get; init; } = "";

    /// <inheritdoc/>
    public static MockUpdateOrderStatus Read(PushMessage message) => new(message);
}
