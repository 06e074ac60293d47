using System.Text.Json;

namespace WeChatPush.Protocol.Delivery;

/// <summary>How a delivery is to be done.</summary>
public sealed record DeliveryOrderInfo
{
    /// <summary>The service, as your company names it.</summary>
    public string DeliveryServiceCode { get; init; } = "";

    /// <summary>0: at once; 1: at a time.</summary>
    public int OrderType { get; init; }

    /// <summary>When a rider is to be sent, in Unix seconds; 0: not said.</summary>
    public long ExpectedDeliveryTime { get; init; }

    /// <summary>When it is to arrive, in Unix seconds; 0: not said.</summary>
    public long ExpectedFinishTime { get; init; }

    /// <summary>When it is to be fetched, in Unix seconds; 0: not said.</summary>
    public long ExpectedPickTime { get; init; }

    /// <summary>The number the shop calls the order by.</summary>
    public string PoiSequence { get; init; } = "";

    /// <summary>A remark.</summary>
    public string Note { get; init; } = "";

    /// <summary>When the user paid, in Unix seconds.</summary>
    public long OrderTime { get; init; }

    /// <summary>Whether it is insured.</summary>
    public bool IsInsured { get; init; }

    /// <summary>For how much, in yuan.</summary>
    public decimal DeclaredValue { get; init; }

    /// <summary>The tip, in yuan.</summary>
    public decimal Tips { get; init; }

    /// <summary>Whether the rider may carry nothing else meanwhile.</summary>
    public bool IsDirectDelivery { get; init; }

    /// <summary>What the rider pays, in yuan.</summary>
    public decimal CashOnDelivery { get; init; }

    /// <summary>What the rider is paid, in yuan.</summary>
    public decimal CashOnPickup { get; init; }

    /// <summary>1: from the shop to the user; 2: from the user to the shop.</summary>
    public int RiderPickMethod { get; init; }

    /// <summary>Whether the rider needs a code to hand it over.</summary>
    public bool IsFinishCodeNeeded { get; init; }

    /// <summary>Whether the rider needs a code to fetch it.</summary>
    public bool IsPickupCodeNeeded { get; init; }

    internal static DeliveryOrderInfo Read(JsonElement fields) => new()
    {
        DeliveryServiceCode = fields.Text("delivery_service_code"),
        OrderType = fields.Int32("order_type"),
        ExpectedDeliveryTime = fields.Int64("expected_delivery_time"),
        ExpectedFinishTime = fields.Int64("expected_finish_time"),
        ExpectedPickTime = fields.Int64("expected_pick_time"),
        PoiSequence = fields.Text("poi_seq"),
        Note = fields.Text("note"),
        OrderTime = fields.Int64("order_time"),
        IsInsured = fields.Bool("is_insured"),
        DeclaredValue = fields.Decimal("declared_value"),
        Tips = fields.Decimal("tips"),
        IsDirectDelivery = fields.Bool("is_direct_delivery"),
        CashOnDelivery = fields.Decimal("cash_on_delivery"),
        CashOnPickup = fields.Decimal("cash_on_pickup"),
        RiderPickMethod = fields.Int32("rider_pick_method"),
        IsFinishCodeNeeded = fields.Bool("is_finish_code_needed"),
        IsPickupCodeNeeded = fields.Bool("is_pickup_code_needed"),
    };
}
