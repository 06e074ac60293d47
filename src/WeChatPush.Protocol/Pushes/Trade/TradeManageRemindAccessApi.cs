namespace WeChatPush.Protocol.Trade;

/// <summary>
/// The shipping API is to be connected: after the settlement terms were agreed, after the first trade, and daily
/// while nothing was ever shipped (page 小程序发货信息管理服务).
/// </summary>
public sealed record TradeManageRemindAccessApi : TypedPush, ITypedPush<TradeManageRemindAccessApi>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public TradeManageRemindAccessApi()
    {
    }

    private TradeManageRemindAccessApi(PushMessage message)
        : base(message)
    {
        Msg = message.Json.Text("msg");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("trade_manage_remind_access_api");

    /// <summary>What to do, in words.</summary>
    public string Msg { get; init; } = "";

    /// <inheritdoc/>
    public static TradeManageRemindAccessApi Read(PushMessage message) => new(message);
}
