namespace WeChatPush.Protocol.Shop;

/// <summary>Something about an after-sale request of the shop component (page 自定义交易组件: 售后回调).</summary>
public abstract record AftersalePush : TypedPush
{
    private protected AftersalePush()
    {
    }

    private protected AftersalePush(PushMessage message)
        : base(message)
    {
        var fields = message.Json.Inside("aftersale_info");
        AftersaleId = fields.Text("aftersale_id");
        OutAftersaleId = fields.Text("out_aftersale_id");
    }

    /// <summary>WeChat's number of the request.</summary>
    public string AftersaleId { get; init; } = "";

    /// <summary>Your own number of it.</summary>
    public string OutAftersaleId { get; init; } = "";
}
