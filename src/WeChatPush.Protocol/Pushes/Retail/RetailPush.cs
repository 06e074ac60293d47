namespace WeChatPush.Protocol.Retail;

/// <summary>A payment of the store assistant, or its refund, ended (page 小程序 B2b 门店助手).</summary>
public abstract record RetailPush : TypedPush
{
    private protected RetailPush()
    {
    }

    private protected RetailPush(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        AppId = fields.Text("appid");
        MchId = fields.Text("mchid");
        OutTradeNo = fields.Text("out_trade_no");
        OrderId = fields.Text("order_id");
        Env = fields.Int32("env");
    }

    /// <summary>The mini program.</summary>
    public string AppId { get; init; } = "";

    /// <summary>The merchant account.</summary>
    public string MchId { get; init; } = "";

    /// <summary>Your own number of the order.</summary>
    public string OutTradeNo { get; init; } = "";

    /// <summary>WeChat's number of the order.</summary>
    public string OrderId { get; init; } = "";

    /// <summary>0: live; 1: sandbox.</summary>
    public int Env { get; init; }
}
