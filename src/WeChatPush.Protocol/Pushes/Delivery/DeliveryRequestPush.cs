namespace WeChatPush.Protocol.Delivery;

/// <summary>A delivery is ordered, or is to be priced.</summary>
public abstract record DeliveryRequestPush : DeliveryPush
{
    private protected DeliveryRequestPush()
    {
    }

    private protected DeliveryRequestPush(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        DeliverySign = fields.Text("delivery_sign");
        Sender = fields.Object("sender", DeliveryPlace.Read);
        Receiver = fields.Object("receiver", DeliveryPlace.Read);
        Cargo = fields.Object("cargo", DeliveryCargo.Read);
        OrderInfo = fields.Object("order_info", DeliveryOrderInfo.Read);
    }

    /// <summary>A check made with the app secret you gave the merchant.</summary>
    public string DeliverySign { get; init; } = "";

    /// <summary>Where to fetch it; null if the branch says it.</summary>
    public DeliveryPlace? Sender { get; init; }

    /// <summary>Where to bring it.</summary>
    public DeliveryPlace? Receiver { get; init; }

    /// <summary>What it is.</summary>
    public DeliveryCargo? Cargo { get; init; }

    /// <summary>How it is to be done.</summary>
    public DeliveryOrderInfo? OrderInfo { get; init; }
}

/// <summary>A delivery is ordered for good.</summary>
public abstract record PlacedDeliveryPush : DeliveryRequestPush
{
    private protected PlacedDeliveryPush()
    {
    }

    private protected PlacedDeliveryPush(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        WxToken = fields.Text("wx_token");
        DeliveryToken = fields.Text("delivery_token");
    }

    /// <summary>What later reports about the delivery have to carry.</summary>
    public string WxToken { get; init; } = "";

    /// <summary>What the answer to <c>transport_precreate_order</c> gave, to keep the price.</summary>
    public string DeliveryToken { get; init; } = "";
}
