namespace WeChatPush.Protocol.Payment;

/// <summary>WeChat Pay examines or punishes the merchant account (page 虚拟支付).</summary>
public sealed record XpayWxpayCallbackNotify : TypedPush, ITypedPush<XpayWxpayCallbackNotify>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public XpayWxpayCallbackNotify()
    {
    }

    private XpayWxpayCallbackNotify(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        AppId = fields.Text("AppId");
        NickName = fields.Text("NickName");
        MerchantCode = fields.Text("MerchantCode");
        MerchantCompanyName = fields.Text("MerchantCompanyName");
        BusinessTime = fields.Text("BusinessTime");
        BusinessCode = fields.Text("BusinessCode");
        BusinessState = fields.Text("BusinessState");
        Remark = fields.Text("Remark");
        EventType = fields.Text("EventType");
        RetryTimes = fields.Int32("RetryTimes");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("xpay_wxpay_callback_notify");

    /// <summary>The mini program.</summary>
    public string AppId { get; init; } = "";

    /// <summary>Its name.</summary>
    public string NickName { get; init; } = "";

    /// <summary>The merchant account.</summary>
    public string MerchantCode { get; init; } = "";

    /// <summary>Who owns it.</summary>
    public string MerchantCompanyName { get; init; } = "";

    /// <summary>When, as <c>2026-07-03T12:47:13+08:00</c>.</summary>
    public string BusinessTime { get; init; } = "";

    /// <summary>The number of the case.</summary>
    public string BusinessCode { get; init; } = "";

    /// <summary>Where the case stands.</summary>
    public string BusinessState { get; init; } = "";

    /// <summary>A remark.</summary>
    public string Remark { get; init; } = "";

    /// <summary><c>due_diligence</c> or <c>punishment</c>.</summary>
    public string EventType { get; init; } = "";

    /// <summary>Which try of this push it is, from 0.</summary>
    public int RetryTimes { get; init; }

    /// <inheritdoc/>
    public static XpayWxpayCallbackNotify Read(PushMessage message) => new(message);
}
