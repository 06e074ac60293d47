using System.Text.Json;
using WeChatPush.Protocol.LogisticsProvider;

namespace WeChatPush.Protocol.Logistics;

/// <summary>
/// The answer to <see cref="CheckBiz"/>. 10001: no such account; 10002: the password is wrong.
/// </summary>
public sealed record CheckBizReply : LogisticsReply
{
    /// <summary>What is left on the account; the page's table demands it, its sample lacks it.</summary>
    public long? Quota { get; init; }

    private protected override void WriteEcho(Utf8JsonWriter json, JsonElement push) =>
        json.WriteString("BizID"u8, push.Text("BizID"));

    private protected override void WriteDetails(Utf8JsonWriter json) => json.WriteOptional("Quota", Quota);
}

/// <summary>
/// The answer to <see cref="GetQuota"/>. 10001: no such account; 10002: the password is wrong.
/// </summary>
public sealed record GetQuotaReply : LogisticsReply
{
    /// <summary>What is left on the account; 0: nothing.</summary>
    public long Quota { get; init; }

    private protected override void WriteEcho(Utf8JsonWriter json, JsonElement push) =>
        json.WriteString("BizID"u8, push.Text("BizID"));

    private protected override void WriteDetails(Utf8JsonWriter json) => json.WriteNumber("Quota"u8, Quota);
}

/// <summary>
/// The answer to <see cref="AddWaybill"/>. 10001: no such account; 10002: the password is wrong; 20001: the waybill's
/// number is wrong; 20002 and 20003: the sender is incomplete, or out of reach; 20004 and 20005: so is the receiver;
/// 20006: the parcel; 20007: too little on the account; 20008: the insurance; 20009: the service.
/// </summary>
public sealed record AddWaybillReply : LogisticsReply
{
    /// <summary>The waybill. One BizID and OrderID must always get the same.</summary>
    public string WayBillId { get; init; } = "";

    /// <summary>
    /// What is printed on it, as <c>##key##value##key##value##</c> with the keys of the form that is printed.
    /// </summary>
    public string WaybillData { get; init; } = "";

    private protected override void WriteEcho(Utf8JsonWriter json, JsonElement push)
    {
        json.WriteString("Token"u8, push.Text("Token"));
        json.WriteString("OrderID"u8, push.Text("OrderID"));
        json.WriteString("BizID"u8, push.Text("BizID"));
        json.WriteString("WayBillID"u8, WayBillId);
    }

    private protected override void WriteDetails(Utf8JsonWriter json) =>
        json.WriteString("WaybillData"u8, WaybillData);
}

/// <summary>
/// The answer to <see cref="CancelWaybill"/>. 30001: no such waybill; 30002: it was fetched already; 30003: it is
/// void; 30004: cancelling is not possible.
/// </summary>
public sealed record CancelWaybillReply : LogisticsReply
{
    private protected override void WriteEcho(Utf8JsonWriter json, JsonElement push)
    {
        json.WriteString("BizID"u8, push.Text("BizID"));
        json.WriteString("OrderID"u8, push.Text("OrderID"));
        json.WriteString("WayBillID"u8, push.Text("WayBillID"));
    }
}
