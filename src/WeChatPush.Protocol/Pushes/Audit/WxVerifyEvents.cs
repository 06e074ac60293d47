namespace WeChatPush.Protocol.Audit;

/// <summary>The fee of WeChat's verification was paid (page 微信认证事件推送).</summary>
public sealed record WxVerifyPaySucc : TypedPush, ITypedPush<WxVerifyPaySucc>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public WxVerifyPaySucc()
    {
    }

    private WxVerifyPaySucc(PushMessage message)
        : base(message)
    {
        OrderId = message.Json.Text("OrderId");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("wx_verify_pay_succ");

    /// <summary>The order.</summary>
    public string OrderId { get; init; } = "";

    /// <inheritdoc/>
    public static WxVerifyPaySucc Read(PushMessage message) => new(message);
}

/// <summary>The verification was handed to a company that does it (page 微信认证事件推送).</summary>
public sealed record WxVerifyDispatch : TypedPush, ITypedPush<WxVerifyDispatch>
{
    /// <summary>An empty one, to be filled by a test.</summary>
    public WxVerifyDispatch()
    {
    }

    private WxVerifyDispatch(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        Provider = fields.Text("Provider");
        Contact = fields.Text("Contact");
        DispatchTime = fields.Int64("DispatchTime");
    }

    /// <inheritdoc/>
    public static PushKind Kind => PushKind.OfEvent("wx_verify_dispatch");

    /// <summary>The company.</summary>
    public string Provider { get; init; } = "";

    /// <summary>How to reach it.</summary>
    public string Contact { get; init; } = "";

    /// <summary>When, in Unix seconds.</summary>
    public long DispatchTime { get; init; }

    /// <inheritdoc/>
    public static WxVerifyDispatch Read(PushMessage message) => new(message);
}
