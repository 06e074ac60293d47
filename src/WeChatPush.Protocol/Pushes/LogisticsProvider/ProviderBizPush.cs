namespace WeChatPush.Protocol.LogisticsProvider;

/// <summary>
/// WeChat asks a delivery company about a merchant's account (page 物流助手: 运力方使用). The sender is an account of
/// WeChat's.
/// </summary>
public abstract record ProviderBizPush : TypedPush
{
    private protected ProviderBizPush()
    {
    }

    private protected ProviderBizPush(PushMessage message)
        : base(message)
    {
        var fields = message.Json;
        BizId = fields.Text("BizID");
        BizPwd = fields.Text("BizPwd");
        ShopAppId = fields.Text("ShopAppID");
    }

    /// <summary>The merchant's account at your company.</summary>
    public string BizId { get; init; } = "";

    /// <summary>Its password, a secret.</summary>
    public string BizPwd { get; init; } = "";

    /// <summary>The merchant's mini program.</summary>
    public string ShopAppId { get; init; } = "";
}
