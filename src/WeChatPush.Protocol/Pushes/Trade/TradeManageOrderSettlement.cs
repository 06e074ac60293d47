namespace WeChatPush.Protocol.Trade;

/// <summary>Comes twice for an order: when it was shipped, and when the money was settled.</summary>
public sealed record TradeManageOrderSettlement : TradeManageOrderPush, ITypedPush<TradeManageOrderSettlement>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public TradeManageOrderSettlement()
    {
    }

    private TradeManageOrderSettlement(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        ShippedTime = fields.Int64("shipped_time");
        EstimatedSettlementTime = fields.OptionalInt64("estimated_settlement_time");
        ConfirmReceiveMethod = fields.OptionalInt32("confirm_receive_method");
        ConfirmReceiveTime = fields.OptionalInt64("confirm_receive_time");
        SettlementTime = fields.OptionalInt64("settlement_time");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("trade_manage_order_settlement");

    /// <summary>When it was reported as shipped, in Unix seconds.</summary>
    public long ShippedTime { get; init; }

    /// <summary>When the money is expected, in Unix seconds; only in the push about the shipping.</summary>
    public long? EstimatedSettlementTime { get; init; }

    /// <summary>
    /// How the receipt was confirmed; only in the push about the settlement. 1: by the user; 2: by time. Older pages
    /// and other libraries have it the other way round.
    /// </summary>
    public int? ConfirmReceiveMethod { get; init; }

    /// <summary>When the receipt was confirmed, in Unix seconds; only in the push about the settlement.</summary>
    public long? ConfirmReceiveTime { get; init; }

    /// <summary>When the money was settled, in Unix seconds; null in the push about the shipping.</summary>
    public long? SettlementTime { get; init; }

    /// <inheritdoc/>
    public static TradeManageOrderSettlement Read(PushMessage message) => new(message);
}
