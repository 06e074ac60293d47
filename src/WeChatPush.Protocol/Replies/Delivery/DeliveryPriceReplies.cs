using System.Text.Json;
using WeChatPush.Protocol.Logistics;

namespace WeChatPush.Protocol.Delivery;

/// <summary>What a delivery costs.</summary>
public abstract record DeliveryPriceReply : DeliveryReply
{
    private protected DeliveryPriceReply()
    {
    }

    /// <summary>What is paid, in yuan: <see cref="DeliverFee"/> less <see cref="CouponFee"/>.</summary>
    public decimal Fee { get; init; }

    /// <summary>The price before coupons, in yuan.</summary>
    public decimal DeliverFee { get; init; }

    /// <summary>What coupons pay, in yuan.</summary>
    public decimal CouponFee { get; init; }

    /// <summary>The tip, in yuan.</summary>
    public decimal Tips { get; init; }

    /// <summary>What the insurance costs, in yuan.</summary>
    public decimal InsuranceFee { get; init; }

    /// <summary>How far it is, in metres.</summary>
    public long? Distance { get; init; }

    /// <summary>In how many seconds a rider is likely to take it on; 0: unknown.</summary>
    public long? DispatchDuration { get; init; }

    private protected override void WriteDetails(Utf8JsonWriter json)
    {
        json.WriteNumber("fee"u8, Fee);
        json.WriteNumber("deliverfee"u8, DeliverFee);
        json.WriteNumber("couponfee"u8, CouponFee);
        json.WriteNumber("tips"u8, Tips);
        json.WriteNumber("insurancefee"u8, InsuranceFee);
        json.WriteOptional("distance", Distance);
        json.WriteOptional("dispatch_duration", DispatchDuration);
    }
}

/// <summary>The answer to <see cref="TransportPrecreateOrder"/>.</summary>
public sealed record TransportPrecreateOrderReply : DeliveryPriceReply
{
    /// <summary>What the order will carry if the price is to stay.</summary>
    public string? DeliveryToken { get; init; }

    private protected override void WriteDetails(Utf8JsonWriter json)
    {
        base.WriteDetails(json);
        json.WriteOptional("delivery_token", DeliveryToken);
    }
}

/// <summary>
/// The answer to <see cref="TransportAddOrder"/> and <see cref="TransportReaddOrder"/>.
/// </summary>
public sealed record TransportAddOrderReply : DeliveryPriceReply
{
    /// <summary>The delivery; null if its number follows later.</summary>
    public string? WaybillId { get; init; }

    /// <summary>Where it stands; numbered as in <see cref="UpdateWaybillStatus.OrderStatus"/>.</summary>
    public int OrderStatus { get; init; } = 101;

    /// <summary>The code the rider needs to hand it over.</summary>
    public long? FinishCode { get; init; }

    /// <summary>The code the rider needs to fetch it.</summary>
    public long? PickupCode { get; init; }

    /// <summary>Where it is fetched, in degrees east, if the order did not say.</summary>
    public double? SenderLongitude { get; init; }

    /// <summary>Where it is fetched, in degrees north, if the order did not say.</summary>
    public double? SenderLatitude { get; init; }

    private protected override void WriteDetails(Utf8JsonWriter json)
    {
        base.WriteDetails(json);
        json.WriteOptional("waybill_id", WaybillId);
        json.WriteNumber("order_status"u8, OrderStatus);
        json.WriteOptional("finish_code", FinishCode);
        json.WriteOptional("pickup_code", PickupCode);
        json.WriteOptional("sender_lng", SenderLongitude);
        json.WriteOptional("sender_lat", SenderLatitude);
    }
}
