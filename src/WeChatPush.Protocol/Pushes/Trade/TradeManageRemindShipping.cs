namespace WeChatPush.Protocol.Trade;

/// <summary>The order has not been reported as shipped for 48 hours.</summary>
public sealed record TradeManageRemindShipping : TradeManageOrderPush, ITypedPush<TradeManageRemindShipping>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public TradeManageRemindShipping()
    {
    }

    private TradeManageRemindShipping(PushMessage message)
        : base(message)
    {
        Msg = message.Json.Text("msg");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("trade_manage_remind_shipping");

    /// <summary>What to do, in words.</summary>
    public string Msg { get; init; } = "";

    /// <inheritdoc/>
    public static TradeManageRemindShipping Read(PushMessage message) => new(message);
}
