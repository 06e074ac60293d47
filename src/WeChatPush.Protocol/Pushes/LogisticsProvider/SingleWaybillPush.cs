namespace WeChatPush.Protocol.LogisticsProvider;

/// <summary>
/// WeChat asks a delivery company about a single waybill, as private people order it (page 物流助手: 运力方使用).
/// </summary>
public abstract record SingleWaybillPush : TypedPush
{
    private protected SingleWaybillPush()
    {
    }

    private protected SingleWaybillPush(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        Token = fields.Text("Token");
        AppId = fields.Text("WXAppId");
        OrderId = fields.Text("OrderID");
    }

    /// <summary>What the order came with; reports about the waybill have to carry it.</summary>
    public string Token { get; init; } = "";

    /// <summary>The mini program it was ordered in.</summary>
    public string AppId { get; init; } = "";

    /// <summary>The order; <see cref="Token"/> serves as well.</summary>
    public string OrderId { get; init; } = "";
}

/// <summary>A question about a single waybill that was ordered before.</summary>
public abstract record PlacedWaybillPush : SingleWaybillPush
{
    private protected PlacedWaybillPush()
    {
    }

    private protected PlacedWaybillPush(PushMessage message)
        : base(message)
    {
        WayBillId = message.Json.Text("WayBillID");
    }

    /// <summary>The waybill, if it has a number yet.</summary>
    public string WayBillId { get; init; } = "";
}
