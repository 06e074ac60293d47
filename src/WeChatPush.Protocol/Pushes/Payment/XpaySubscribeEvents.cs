namespace WeChatPush.Protocol.Payment;

/// <summary>A user agreed to a subscription, or ended it (page 会员订阅：安卓/鸿蒙).</summary>
public sealed record XpaySubscribeSigningResultNotify : TypedPush, ITypedPush<XpaySubscribeSigningResultNotify>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public XpaySubscribeSigningResultNotify()
    {
    }

    private XpaySubscribeSigningResultNotify(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        Action = fields.Text("Action");
        UserOpenId = fields.Text("UserOpenid");
        OpenOrCloseTime = fields.Text("OpenorcloseTime");
        ProductId = fields.Text("ProductId");
        OutContractCode = fields.Text("OutContractCode");
        ContractWxAppId = fields.Text("ContractWxAppid");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("xpay_subscribe_signing_result_notify");

    /// <summary><c>contract_notify</c>: agreed; <c>cancel_contract_notify</c>: ended.</summary>
    public string Action { get; init; } = "";

    /// <summary>The user.</summary>
    public string UserOpenId { get; init; } = "";

    /// <summary>When, as WeChat writes it.</summary>
    public string OpenOrCloseTime { get; init; } = "";

    /// <summary>The product.</summary>
    public string ProductId { get; init; } = "";

    /// <summary>Your own number of the contract.</summary>
    public string OutContractCode { get; init; } = "";

    /// <summary>The mini program it was made in.</summary>
    public string ContractWxAppId { get; init; } = "";

    /// <inheritdoc/>
    public static XpaySubscribeSigningResultNotify Read(PushMessage message) => new(message);
}

/// <summary>A subscription through Apple was agreed or ended (page 会员订阅：iOS).</summary>
public abstract record XpayAppleSubscribePush : TypedPush
{
    private protected XpayAppleSubscribePush()
    {
    }

    private protected XpayAppleSubscribePush(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        OpenId = fields.Text("OpenId");
        Attach = fields.Text("Attach");
        AppleSubscriptionInfo = fields.Object("AppleSubscriptionInfo", XpayAppleSubscriptionInfo.Read);
    }

    /// <summary>The user.</summary>
    public string OpenId { get; init; } = "";

    /// <summary>What the order was given to carry along.</summary>
    public string Attach { get; init; } = "";

    /// <summary>The subscription.</summary>
    public XpayAppleSubscriptionInfo? AppleSubscriptionInfo { get; init; }
}

/// <summary>A user agreed to a subscription through Apple.</summary>
public sealed record XpayAppleSubscribeSigningResultNotify
    : XpayAppleSubscribePush, ITypedPush<XpayAppleSubscribeSigningResultNotify>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public XpayAppleSubscribeSigningResultNotify()
    {
    }

    private XpayAppleSubscribeSigningResultNotify(PushMessage message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("xpay_apple_subscribe_signing_result_notify");

    /// <inheritdoc/>
    public static XpayAppleSubscribeSigningResultNotify Read(PushMessage message) => new(message);
}

/// <summary>A user ended a subscription through Apple.</summary>
public sealed record XpayAppleSubscribeUnsigningResultNotify
    : XpayAppleSubscribePush, ITypedPush<XpayAppleSubscribeUnsigningResultNotify>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public XpayAppleSubscribeUnsigningResultNotify()
    {
    }

    private XpayAppleSubscribeUnsigningResultNotify(PushMessage message)
        : base(message)
    {
        Action = message.Json.Text("Action");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("xpay_apple_subscribe_unsigning_result_notify");

    /// <summary><c>unsubscribe</c>.</summary>
    public string Action { get; init; } = "";

    /// <inheritdoc/>
    public static XpayAppleSubscribeUnsigningResultNotify Read(PushMessage message) => new(message);
}
