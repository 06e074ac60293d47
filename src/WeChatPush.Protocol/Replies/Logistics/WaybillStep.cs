using System.Text.Json;

namespace WeChatPush.Protocol.Logistics;

/// <summary>A step of a parcel, as a delivery company reports it.</summary>
/// <param name="ActionTime">When, in Unix seconds.</param>
/// <param name="ActionType">
/// 90001 to 90003: taken on, a courier was notified, another one was notified; 90010 and 90011: to be paid, paid; 100001:
/// fetched; 100002: could not be fetched; 200001: on its way; 300002: being delivered; 300003: received; 300004: not
/// received; 300005 and 300006: put into a locker, taken out by the courier; 300007: received by another; 400001:
/// cancelled; 400002: held up; 400003: sent back; 400004: refused; 400005: trouble; 500001: anything else.
/// </param>
/// <param name="ActionMsg">The same in words, for people; a phone number as its 11 digits.</param>
public sealed record WaybillStep(long ActionTime, int ActionType, string ActionMsg)
{
    /// <summary>Who fetches it, once that is known.</summary>
    public string? PickupCourierName { get; init; }

    /// <summary>Their phone number.</summary>
    public string? PickupCourierPhone { get; init; }

    /// <summary>Who delivers it, once that is known.</summary>
    public string? DeliveryCourierName { get; init; }

    /// <summary>Their phone number.</summary>
    public string? DeliveryCourierPhone { get; init; }

    /// <summary>With the names that <c>waybill_notify_query</c> has.</summary>
    internal static void WritePascalCase(Utf8JsonWriter json, WaybillStep step)
    {
        json.WriteNumber("ActionType"u8, step.ActionType);
        json.WriteNumber("ActionTime"u8, step.ActionTime);
        json.WriteString("ActionMsg"u8, step.ActionMsg);
        json.WriteOptional("PickupCourierName", step.PickupCourierName);
        json.WriteOptional("PickupCourierPhone", step.PickupCourierPhone);
        json.WriteOptional("DeliveryCourierName", step.DeliveryCourierName);
        json.WriteOptional("DeliveryCourierPhone", step.DeliveryCourierPhone);
    }

    /// <summary>With the names that <c>query_single_waybill</c> has.</summary>
    internal static void WriteSnakeCase(Utf8JsonWriter json, WaybillStep step)
    {
        json.WriteNumber("action_time"u8, step.ActionTime);
        json.WriteNumber("action_type"u8, step.ActionType);
        json.WriteString("action_msg"u8, step.ActionMsg);
        json.WriteOptional("pickup_courier_name", step.PickupCourierName);
        json.WriteOptional("pickup_courier_phone", step.PickupCourierPhone);
        json.WriteOptional("delivery_courier_name", step.DeliveryCourierName);
        json.WriteOptional("delivery_courier_phone", step.DeliveryCourierPhone);
    }
}
