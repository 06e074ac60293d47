using System.Text.Json;

namespace WeChatPush.Protocol.Platform;

/// <summary>
/// A user complained of an order, or the complaint moved on (page 交易类投诉处理). In JSON the event is named
/// <c>complaint callback</c>, with a space; the two are one kind.
/// </summary>
public sealed record ComplaintCallback : TypedPush, ITypedPush<ComplaintCallback>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public ComplaintCallback()
    {
    }

    private ComplaintCallback(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        AppId = fields.Text("appid");
        OptionType = fields.Text("option_type");
        ComplaintOrderId = fields.Text("complaint_order_id");
        Status = fields.Int32("status");
        ComplaintTime = fields.Int64("create_time");
        ExpireTime = fields.Int64("expire_time");
        Type = fields.Int32("type");
        OrderId = fields.Text("order_id");
        OutTradeNo = fields.Text("out_trade_no");
        PhoneNumber = fields.Text("phone_number");
        OpenId = fields.Text("open_id");
        CustomerMaterialContent = fields.Text("customer_material_content");
        CustomerMaterialMediaIdList = fields.Texts("customer_material_media_id_list");
        PayTime = fields.Int64("pay_time");
        TotalCost = fields.Int64("total_cost");
        ProductName = fields.Text("product_name");
        History = fields.List("history", ComplaintHistory.Read);
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("complaint_callback");

    /// <summary>The mini program.</summary>
    public string AppId { get; init; } = "";

    /// <summary>Whether it is a new complaint or news of one.</summary>
    public string OptionType { get; init; } = "";

    /// <summary>The complaint.</summary>
    public string ComplaintOrderId { get; init; } = "";

    /// <summary>Where it stands, as 201: waiting for the merchant. The page lists them all.</summary>
    public int Status { get; init; }

    /// <summary>When it was made, in Unix seconds.</summary>
    public long ComplaintTime { get; init; }

    /// <summary>When this state ends by itself, in Unix seconds; 0: never.</summary>
    public long ExpireTime { get; init; }

    /// <summary>What it is about; the page lists the types.</summary>
    public int Type { get; init; }

    /// <summary>WeChat Pay's number of the order.</summary>
    public string OrderId { get; init; } = "";

    /// <summary>Your own number of the order.</summary>
    public string OutTradeNo { get; init; } = "";

    /// <summary>How to reach the user.</summary>
    public string PhoneNumber { get; init; } = "";

    /// <summary>The user.</summary>
    public string OpenId { get; init; } = "";

    /// <summary>What the user wrote.</summary>
    public string CustomerMaterialContent { get; init; } = "";

    /// <summary>Links to the user's pictures, which work for a while.</summary>
    public IReadOnlyList<string> CustomerMaterialMediaIdList { get; init; } = [];

    /// <summary>When the order was paid, in Unix seconds.</summary>
    public long PayTime { get; init; }

    /// <summary>The order's amount, in fen.</summary>
    public long TotalCost { get; init; }

    /// <summary>What was bought.</summary>
    public string ProductName { get; init; } = "";

    /// <summary>What happened so far. One step comes as an object, several as an array.</summary>
    public IReadOnlyList<ComplaintHistory> History { get; init; } = [];

    /// <inheritdoc/>
    public static ComplaintCallback Read(PushMessage message) => new(message);
}

/// <summary>A step of a complaint.</summary>
/// <param name="Time">When, in Unix seconds.</param>
/// <param name="Content">What was said.</param>
/// <param name="MediaIdList">Links to pictures.</param>
public sealed record ComplaintHistory(long Time, string Content, IReadOnlyList<string> MediaIdList)
{
    internal static ComplaintHistory Read(JsonElement fields) =>
        new(fields.Int64("time"), fields.Text("content"), fields.Texts("media_id_list"));
}
