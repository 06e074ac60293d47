namespace WeChatPush.Protocol.Trade;

/// <summary>
/// The mini program has to adopt shipping management before it may go on trading (page 小程序发货信息管理服务).
/// </summary>
public sealed record WxaTradeControlled : TypedPush, ITypedPush<WxaTradeControlled>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public WxaTradeControlled()
    {
    }

    private WxaTradeControlled(PushMessage message)
        : base(message)
    {
        Msg = message.Json.Text("msg");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("wxa_trade_controlled");

    /// <summary>What to do, in words.</summary>
    public string Msg { get; init; } = "";

    /// <inheritdoc/>
    public static WxaTradeControlled Read(PushMessage message) => new(message);
}
