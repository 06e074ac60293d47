namespace WeChatPush.Protocol.Delivery;

/// <summary>
/// WeChat asks a local delivery company about a merchant's delivery (page 即时配送: 运力方使用). The sender is an account of
/// WeChat's.
/// </summary>
public abstract record DeliveryPush : TypedPush
{
    private protected DeliveryPush()
    {
    }

    private protected DeliveryPush(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        ShopId = fields.Text("shopid");
        ShopOrderId = fields.Text("shop_order_id");
        ShopNo = fields.Text("shop_no");
    }

    /// <summary>The merchant's account at your company: the app key you gave, or a developer id.</summary>
    public string ShopId { get; init; } = "";

    /// <summary>The merchant's number of the order.</summary>
    public string ShopOrderId { get; init; } = "";

    /// <summary>The branch, as your company knows it.</summary>
    public string ShopNo { get; init; } = "";
}

/// <summary>A question about a delivery that was ordered before.</summary>
public abstract record DeliveryOrderPush : DeliveryPush
{
    private protected DeliveryOrderPush()
    {
    }

    private protected DeliveryOrderPush(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        WaybillId = fields.Text("waybill_id");
        DeliverySign = fields.Text("delivery_sign");
    }

    /// <summary>The delivery.</summary>
    public string WaybillId { get; init; } = "";

    /// <summary>A check made with the app secret you gave the merchant.</summary>
    public string DeliverySign { get; init; } = "";
}
