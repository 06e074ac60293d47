namespace WeChatPush.Protocol.LogisticsProvider;

/// <summary>When can a parcel be fetched at this place (page 查询所在城市的预约时间段)?</summary>
public sealed record WaybillQueryExpectTimeRange : TypedPush, ITypedPush<WaybillQueryExpectTimeRange>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public WaybillQueryExpectTimeRange()
    {
    }

    private WaybillQueryExpectTimeRange(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        AppId = fields.Text("WXAppId");
        Province = fields.Text("Province");
        City = fields.Text("City");
        Area = fields.Text("Area");
        Street = fields.Text("Street");
        Address = fields.Text("Address");
        AddressId = fields.Text("Id");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("waybill_query_expect_time_range");

    /// <summary>The mini program that asks.</summary>
    public string AppId { get; init; } = "";

    /// <summary>Province.</summary>
    public string Province { get; init; } = "";

    /// <summary>City.</summary>
    public string City { get; init; } = "";

    /// <summary>District.</summary>
    public string Area { get; init; } = "";

    /// <summary>Street.</summary>
    public string Street { get; init; } = "";

    /// <summary>The rest of the address.</summary>
    public string Address { get; init; } = "";

    /// <summary>The address as a number.</summary>
    public string AddressId { get; init; } = "";

    /// <inheritdoc/>
    public static WaybillQueryExpectTimeRange Read(PushMessage message) => new(message);
}
