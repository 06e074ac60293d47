namespace WeChatPush.Protocol.LogisticsProvider;

/// <summary>A user chose two addresses: what would it cost (page 通过收发件地址查询标准运费)?</summary>
public sealed record QuerySingleWaybillFee : TypedPush, ITypedPush<QuerySingleWaybillFee>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public QuerySingleWaybillFee()
    {
    }

    private QuerySingleWaybillFee(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        Sender = fields.Object("Sender", WaybillParty.Read);
        Receiver = fields.Object("Receiver", WaybillParty.Read);
        GoodDetail = fields.Object("GoodDetail", WaybillGoods.Read);
        Scene = fields.Int32("Scene");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("query_single_waybill_fee");

    /// <summary>Who would send it.</summary>
    public WaybillParty? Sender { get; init; }

    /// <summary>Who would get it.</summary>
    public WaybillParty? Receiver { get; init; }

    /// <summary>What it is.</summary>
    public WaybillGoods? GoodDetail { get; init; }

    /// <summary>1: from a private person; 2: a return; 3: from a company.</summary>
    public int Scene { get; init; }

    /// <inheritdoc/>
    public static QuerySingleWaybillFee Read(PushMessage message) => new(message);
}
