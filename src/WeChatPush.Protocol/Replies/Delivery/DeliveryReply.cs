using System.Text.Json;
using WeChatPush.Protocol.Logistics;

namespace WeChatPush.Protocol.Delivery;

/// <summary>
/// An answer about a local delivery (page 即时配送). Unlike those about parcels its names are in lower case.
/// </summary>
public abstract record DeliveryReply : EventReply
{
    private protected DeliveryReply()
    {
    }

    /// <summary>0: done; else a number of a failure.</summary>
    public int ResultCode { get; init; }

    /// <summary>The same in words.</summary>
    public string ResultMsg { get; init; } = "ok";

    private protected sealed override void WriteAnswer(Utf8JsonWriter json, PushMessage push)
    {
        json.WriteNumber("resultcode"u8, ResultCode);
        json.WriteString("resultmsg"u8, ResultMsg);
        WriteDetails(json);
    }

    /// <summary>What stands behind the result.</summary>
    private protected virtual void WriteDetails(Utf8JsonWriter json)
    {
    }
}

/// <summary>A merchant's answer to <see cref="UpdateWaybillStatus"/>.</summary>
public sealed record UpdateWaybillStatusReply : DeliveryReply;

/// <summary>
/// A delivery company's answer to events that want a result and nothing else:
/// <see cref="TransportConfirmReturnToBiz"/>, <see cref="TransportAddTips"/>, <see cref="TransportSetRiderScore"/>,
/// <see cref="MockUpdateOrderStatus"/>, <see cref="CancelAuthAccount"/>.
/// </summary>
public sealed record DeliveryResultReply : DeliveryReply;
