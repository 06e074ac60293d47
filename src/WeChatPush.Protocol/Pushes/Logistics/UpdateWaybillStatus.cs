using System.Text.Json;
using WeChatPush.Protocol.Delivery;

namespace WeChatPush.Protocol.Logistics;

/// <summary>
/// A local delivery moved on (page 即时配送: onOrderStatus). To be answered by <see cref="UpdateWaybillStatusReply"/>.
/// </summary>
public sealed record UpdateWaybillStatus : TypedPush, ITypedPush<UpdateWaybillStatus>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public UpdateWaybillStatus()
    {
    }

    private UpdateWaybillStatus(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        ShopId = fields.Text("shopid");
        ShopOrderId = fields.Text("shop_order_id");
        ShopNo = fields.Text("shop_no");
        WaybillId = fields.Text("waybill_id");
        ActionTime = fields.Int64("action_time");
        OrderStatus = fields.Int32("order_status");
        ActionMsg = fields.Text("action_msg");
        Agent = fields.Object("agent", DeliveryAgent.Read);
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("update_waybill_status");

    /// <summary>Your account at the delivery company.</summary>
    public string ShopId { get; init; } = "";

    /// <summary>Your own number of the order.</summary>
    public string ShopOrderId { get; init; } = "";

    /// <summary>The branch, as the delivery company knows it.</summary>
    public string ShopNo { get; init; } = "";

    /// <summary>The delivery.</summary>
    public string WaybillId { get; init; } = "";

    /// <summary>When, in Unix seconds.</summary>
    public long ActionTime { get; init; }

    /// <summary>
    /// 101: waiting for a rider; 102: a rider was found; 103: cancelled by the merchant; 201: the rider is at the
    /// shop; 202: fetched; 203 to 205: not fetched, because of the merchant's cancelling, of the rider, of the
    /// merchant; 301: on its way; 302: delivered; 303 to 305: on its way back, because of the merchant's cancelling,
    /// of an addressee who cannot be reached, of one who refuses it; 401: brought back; 501: cancelled by the
    /// delivery company; 502: cancelled by force of nature. Final are 302 and 103, 203, 204, 205, 401, 501, 502.
    /// </summary>
    public int OrderStatus { get; init; }

    /// <summary>The same in words.</summary>
    public string ActionMsg { get; init; } = "";

    /// <summary>The rider; null if there is none yet.</summary>
    public DeliveryAgent? Agent { get; init; }

    /// <inheritdoc/>
    public static UpdateWaybillStatus Read(PushMessage message) => new(message);
}

/// <summary>The rider of a local delivery.</summary>
/// <param name="Name">The name.</param>
/// <param name="Phone">The phone number.</param>
/// <param name="ReachTime">When the rider will arrive, in Unix seconds; only on the way.</param>
public sealed record DeliveryAgent(string Name, string Phone, long? ReachTime = null)
{
    internal static DeliveryAgent Read(JsonElement fields) =>
        new(fields.Text("name"), fields.Text("phone"), fields.OptionalInt64("reach_time"));
}
