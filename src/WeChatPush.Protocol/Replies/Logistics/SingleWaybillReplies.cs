using System.Text.Json;
using WeChatPush.Protocol.LogisticsProvider;

namespace WeChatPush.Protocol.Logistics;

/// <summary>The answer to <see cref="AddSingleWaybill"/>.</summary>
public sealed record AddSingleWaybillReply : LogisticsReply
{
    /// <summary>The waybill; null if its number follows later, with the label.</summary>
    public string? WayBillId { get; init; }

    /// <summary>When it will arrive, as <c>2024-04-26</c>.</summary>
    public string? EstimatedDeliveryTime { get; init; }

    /// <summary>Page to go to next; its mini program has to be known to WeChat.</summary>
    public string? JumpPath { get; init; }

    /// <summary>The code the courier asks for.</summary>
    public string? PickCode { get; init; }

    private protected override void WriteDetails(Utf8JsonWriter json)
    {
        json.WriteOptional("WayBillID", WayBillId);
        json.WriteOptional("EstimatedDeliveryTime", EstimatedDeliveryTime);
        json.WriteOptional("JumpPath", JumpPath);
        json.WriteOptional("PickCode", PickCode);
    }
}

/// <summary>The answer to <see cref="RemindWaybill"/>.</summary>
public sealed record RemindWaybillReply : LogisticsReply
{
    /// <summary>The waybill; null if its number follows later, with the label.</summary>
    public string? WayBillId { get; init; }

    /// <summary>When it will go off, as <c>2024-04-26</c>.</summary>
    public string? EstimatedDeliveryTime { get; init; }

    private protected override void WriteDetails(Utf8JsonWriter json)
    {
        json.WriteOptional("WayBillID", WayBillId);
        json.WriteOptional("EstimatedDeliveryTime", EstimatedDeliveryTime);
    }
}

/// <summary>
/// The answer to <see cref="QuerySingleWaybill"/>, and to <see cref="QuerySingleWaybillFee"/>, which wants the fee.
/// </summary>
/// <remarks>
/// The page on <c>query_single_waybill_fee</c> has the answer's Event as <c>query_single_waybill</c>: its table was
/// copied from that event's page. As everywhere else it is the name the push came with.
/// </remarks>
public sealed record QuerySingleWaybillReply : LogisticsReply
{
    /// <summary>The waybill, once it has a number.</summary>
    public string? WayBillId { get; init; }

    /// <summary>Who sends it.</summary>
    public WaybillParty? Sender { get; init; }

    /// <summary>Who gets it.</summary>
    public WaybillParty? Receiver { get; init; }

    /// <summary>What it is.</summary>
    public WaybillGoods? GoodDetail { get; init; }

    /// <summary>Its insurance.</summary>
    public WaybillInsured? Insured { get; init; }

    /// <summary>Its steps so far.</summary>
    public IReadOnlyList<WaybillStep>? Path { get; init; }

    /// <summary>What it costs, in fen, once that is known.</summary>
    public long? Fee { get; init; }

    /// <summary>The price before discounts, in fen.</summary>
    public long? OriginalFee { get; init; }

    /// <summary>Whether it can be paid in WeChat: 0 or 1.</summary>
    public int OnlinePay { get; init; }

    /// <summary>0: not paid; 1: paid in WeChat; 2: paid elsewhere.</summary>
    public int PayResult { get; init; }

    private protected override void WriteDetails(Utf8JsonWriter json)
    {
        json.WriteOptional("WayBillID", WayBillId);
        if (Sender is not null)
            json.WriteObject("Sender", Sender.Write);
        if (Receiver is not null)
            json.WriteObject("Receiver", Receiver.Write);
        if (GoodDetail is not null)
            json.WriteObject("GoodDetail", GoodDetail.Write);
        if (Insured is not null)
            json.WriteObject("Insured", Insured.Write);
        if (Path is not null)
            json.WriteObject("PathInfo", info => info.WriteList("path_info", Path, WaybillStep.WriteSnakeCase));
        json.WriteOptional("Fee", Fee);
        json.WriteOptional("OriginalFee", OriginalFee);
        json.WriteNumber("OnlinePay"u8, OnlinePay);
        json.WriteNumber("PayResult"u8, PayResult);
    }
}
