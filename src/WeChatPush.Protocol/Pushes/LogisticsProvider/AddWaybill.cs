using System.Text.Json;

namespace WeChatPush.Protocol.LogisticsProvider;

/// <summary>
/// A merchant orders a waybill (page 请求下单事件). It may be pushed again when the line is bad: one BizID and OrderID must
/// always get one waybill.
/// </summary>
public sealed record AddWaybill : ProviderBizPush, ITypedPush<AddWaybill>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public AddWaybill()
    {
    }

    private AddWaybill(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        Token = fields.Text("Token");
        OrderId = fields.Text("OrderID");
        WayBillId = fields.Text("WayBillID");
        Remark = fields.Text("Remark");
        Sender = fields.Object("Sender", WaybillParty.Read);
        Receiver = fields.Object("Receiver", WaybillParty.Read);
        Cargo = fields.Object("Cargo", WaybillCargo.Read);
        Insured = fields.Object("Insured", WaybillInsured.Read);
        Service = fields.Object("Service", WaybillService.Read);
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("add_waybill");

    /// <summary>What later reports about the waybill have to carry.</summary>
    public string Token { get; init; } = "";

    /// <summary>The merchant's number of the order.</summary>
    public string OrderId { get; init; } = "";

    /// <summary>The waybill, if WeChat gives the numbers; empty or 0: give one.</summary>
    public string WayBillId { get; init; } = "";

    /// <summary>To be printed.</summary>
    public string Remark { get; init; } = "";

    /// <summary>Who sends it.</summary>
    public WaybillParty? Sender { get; init; }

    /// <summary>Who gets it.</summary>
    public WaybillParty? Receiver { get; init; }

    /// <summary>What it is.</summary>
    public WaybillCargo? Cargo { get; init; }

    /// <summary>Its insurance.</summary>
    public WaybillInsured? Insured { get; init; }

    /// <summary>The service.</summary>
    public WaybillService? Service { get; init; }

    /// <inheritdoc/>
    public static AddWaybill Read(PushMessage message) => new(message);
}

/// <summary>A parcel.</summary>
/// <param name="Weight">Weight in kilograms.</param>
/// <param name="Length">Length in centimetres.</param>
/// <param name="Width">Width in centimetres.</param>
/// <param name="Height">Height in centimetres.</param>
/// <param name="Count">How many parcels.</param>
/// <param name="DetailList">What is inside.</param>
public sealed record WaybillCargo(
    double Weight,
    double Length,
    double Width,
    double Height,
    int Count,
    IReadOnlyList<WaybillCargoItem> DetailList)
{
    internal static WaybillCargo Read(JsonElement fields) => new(
        fields.Double("Weight"),
        fields.Double("Space_X"),
        fields.Double("Space_Y"),
        fields.Double("Space_Z"),
        fields.Int32("Count"),
        fields.List("DetailList", WaybillCargoItem.Read));
}

/// <summary>A thing in a parcel.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Count">How many.</param>
public sealed record WaybillCargoItem(string Name, int Count)
{
    internal static WaybillCargoItem Read(JsonElement fields) => new(fields.Text("Name"), fields.Int32("Count"));
}

/// <summary>A service of a delivery company.</summary>
/// <param name="ServiceType">Its number.</param>
/// <param name="ServiceName">Its name, as 标准快递.</param>
public sealed record WaybillService(int ServiceType, string ServiceName)
{
    internal static WaybillService Read(JsonElement fields) =>
        new(fields.Int32("ServiceType"), fields.Text("ServiceName"));
}
