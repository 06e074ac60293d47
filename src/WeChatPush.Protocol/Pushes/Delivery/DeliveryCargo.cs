using System.Text.Json;

namespace WeChatPush.Protocol.Delivery;

/// <summary>What is delivered.</summary>
public sealed record DeliveryCargo
{
    /// <summary>What it is worth, in yuan.</summary>
    public decimal Value { get; init; }

    /// <summary>Height in centimetres.</summary>
    public double Height { get; init; }

    /// <summary>Length in centimetres.</summary>
    public double Length { get; init; }

    /// <summary>Width in centimetres.</summary>
    public double Width { get; init; }

    /// <summary>Weight in kilograms.</summary>
    public double Weight { get; init; }

    /// <summary>The single things.</summary>
    public IReadOnlyList<DeliveryGoods> Goods { get; init; } = [];

    /// <summary>What the rider has to know at the shop.</summary>
    public string PickupInfo { get; init; } = "";

    /// <summary>What the rider has to know at the door.</summary>
    public string DeliveryInfo { get; init; } = "";

    /// <summary>What kind of goods it is.</summary>
    public string FirstClass { get; init; } = "";

    /// <summary>The same, closer.</summary>
    public string SecondClass { get; init; } = "";

    internal static DeliveryCargo Read(JsonElement fields) => new()
    {
        Value = fields.Decimal("goods_value"),
        Height = fields.Double("goods_height"),
        Length = fields.Double("goods_length"),
        Width = fields.Double("goods_width"),
        Weight = fields.Double("goods_weight"),
        Goods = fields.List("goods_detail.goods", DeliveryGoods.Read),
        PickupInfo = fields.Text("goods_pickup_info"),
        DeliveryInfo = fields.Text("goods_delivery_info"),
        FirstClass = fields.Text("cargo_first_class"),
        SecondClass = fields.Text("cargo_second_class"),
    };
}

/// <summary>A thing that is delivered.</summary>
/// <param name="Count">How many.</param>
/// <param name="Name">What it is.</param>
/// <param name="Price">The price of one, in yuan.</param>
/// <param name="Unit">What is counted, as 份.</param>
public sealed record DeliveryGoods(int Count, string Name, decimal Price, string Unit)
{
    internal static DeliveryGoods Read(JsonElement fields) => new(
        fields.Int32("good_count"),
        fields.Text("good_name"),
        fields.Decimal("good_price"),
        fields.Text("good_unit"));
}
