namespace WeChatPush.Protocol.Payment;

/// <summary>A virtual order was paid, or was to be paid (page 虚拟支付).</summary>
public abstract record XpayOrderPush : TypedPush
{
    private protected XpayOrderPush()
    {
    }

    private protected XpayOrderPush(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        OpenId = fields.Text("OpenId");
        OutTradeNo = fields.Text("OutTradeNo");
        Env = fields.Int32("Env");
        WeChatPayInfo = fields.Object("WeChatPayInfo", XpayWeChatPayInfo.Read);
        TeamInfo = fields.Object("TeamInfo", XpayTeamInfo.Read);
    }

    /// <summary>The paying user. <see cref="TypedPush.FromUserName"/> is an account of WeChat's.</summary>
    public string OpenId { get; init; } = "";

    /// <summary>Your own order number.</summary>
    public string OutTradeNo { get; init; } = "";

    /// <summary>0: live; 1: sandbox.</summary>
    public int Env { get; init; }

    /// <summary>The payment; null if there was none through WeChat Pay.</summary>
    public XpayWeChatPayInfo? WeChatPayInfo { get; init; }

    /// <summary>The group purchase; null if it is none.</summary>
    public XpayTeamInfo? TeamInfo { get; init; }
}
