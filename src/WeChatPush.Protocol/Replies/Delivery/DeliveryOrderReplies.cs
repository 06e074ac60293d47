using System.Text.Json;
using WeChatPush.Protocol.Logistics;

namespace WeChatPush.Protocol.Delivery;

/// <summary>
/// The answer to <see cref="TransportCancelOrder"/> and <see cref="TransportPrecancelOrder"/>.
/// </summary>
public sealed record TransportCancelOrderReply : DeliveryReply
{
    /// <summary>What cancelling costs, in yuan; null: nothing.</summary>
    public decimal? DeductFee { get; init; }

    /// <summary>What for, in words.</summary>
    public string Description { get; init; } = "";

    private protected override void WriteDetails(Utf8JsonWriter json)
    {
        json.WriteOptional("deduct_fee", DeductFee);
        json.WriteString("desc"u8, Description);
    }
}

/// <summary>The answer to <see cref="TransportQueryOrderStatus"/>.</summary>
public sealed record TransportQueryOrderStatusReply : DeliveryReply
{
    /// <summary>Where it stands; numbered as in <see cref="UpdateWaybillStatus.OrderStatus"/>.</summary>
    public int OrderStatus { get; init; }

    /// <summary>The same in words.</summary>
    public string? ActionMsg { get; init; }

    /// <summary>The delivery.</summary>
    public string WaybillId { get; init; } = "";

    private protected override void WriteDetails(Utf8JsonWriter json)
    {
        json.WriteNumber("order_status"u8, OrderStatus);
        json.WriteOptional("action_msg", ActionMsg);
        json.WriteString("waybill_id"u8, WaybillId);
    }
}

/// <summary>The answer to <see cref="TransportGetAgentPos"/>.</summary>
public sealed record TransportGetAgentPosReply : DeliveryReply
{
    /// <summary>Degrees east, in the Chinese datum GCJ-02.</summary>
    public double Longitude { get; init; }

    /// <summary>Degrees north, in the same datum.</summary>
    public double Latitude { get; init; }

    /// <summary>How far it is to the door, in metres; demanded once the goods were fetched.</summary>
    public double? Distance { get; init; }

    /// <summary>In how many seconds the rider is there; demanded once the goods were fetched.</summary>
    public long? ReachTime { get; init; }

    private protected override void WriteDetails(Utf8JsonWriter json)
    {
        json.WriteNumber("lng"u8, Longitude);
        json.WriteNumber("lat"u8, Latitude);
        json.WriteOptional("distance", Distance);
        json.WriteOptional("reach_time", ReachTime);
    }
}
